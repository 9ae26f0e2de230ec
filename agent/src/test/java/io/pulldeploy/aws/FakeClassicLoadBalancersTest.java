package io.pulldeploy.aws;

/** Holds the fake to the contract. */
class FakeClassicLoadBalancersTest extends ClassicLoadBalancersContract {
    private final ClassicLoadBalancers balancers =
            new FakeClassicLoadBalancers(_ -> {}).create(NAME);

    @Override
    ClassicLoadBalancers balancers() {
        return balancers;
    }

    @Override
    String instance() {
        return "i-1";
    }
}
