export {detach} from './detach.ts';
export {element, type XmlAttribute, type XmlContent, type XmlDeclaration, type XmlElement, type XmlNode} from './element.ts';
export {namespace, type Match, type XmlName} from './family.ts';
export {parseXml, type ParseXmlOptions} from './parse.ts';
export {attribute, child, children, content, optionalAttribute, optionalChild, optionalText, text} from './query.ts';
export {writeXml, type WriteXmlOptions} from './write.ts';
export {sendXml, xmlContentType} from './send-xml.ts';
export {decodeXml, getXml} from './xml-requests.ts';
