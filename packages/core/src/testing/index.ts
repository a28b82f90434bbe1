export {type FakeAnswer, fakeFetch, type FakeFetch, type FakeHandler, type FakeRoutes} from './fake-fetch.ts';
