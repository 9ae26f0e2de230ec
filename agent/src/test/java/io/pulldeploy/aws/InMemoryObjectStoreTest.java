package io.pulldeploy.aws;

/** Holds the fake to the contract. */
class InMemoryObjectStoreTest extends ObjectStoreContract {
    @Override
    protected ObjectStore store() {
        return new InMemoryObjectStore();
    }
}
