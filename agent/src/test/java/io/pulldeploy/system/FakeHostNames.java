package io.pulldeploy.system;

/** A host name in memory. */
public final class FakeHostNames implements HostNames {
    private String name;

    public FakeHostNames(String name) {
        this.name = name;
    }

    @Override
    public String current() {
        return name;
    }

    @Override
    public String configured() {
        return name;
    }

    @Override
    public void set(String newName) {
        name = newName;
    }
}
