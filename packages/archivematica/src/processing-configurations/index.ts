export {connectDashboard} from '../dashboard/connect.ts';
export {checkProcessingConfiguration, type ProcessingFinding, type ProcessingFindingCode} from './check-processing-configuration.ts';
export type {
	AnswersByLink,
	KnownChoices,
	LocationAnswer,
	ProcessingAnswer,
	ProcessingChoices,
	UnnamedAnswer,
} from './processing-choices.ts';
export type {ProcessingConfiguration, ProcessingEntry} from './processing-configuration.ts';
export {
	readProcessingConfiguration,
	writeProcessingConfiguration,
	type WriteProcessingConfigurationOptions,
} from './processing-configuration-xml.ts';
export {ProcessingConfigurations} from './processing-configurations.ts';
export {type ProcessingPlace, type ProcessingQuestion, processingQuestions} from './questions.ts';
