package io.pulldeploy.system;

/** The kernel's host name, and the one that the machine takes at its next start. */
public interface HostNames {
    String current();

    /** The name that the machine takes at its next start; empty if nothing says. */
    String configured();

    /** Sets both. */
    void set(String name);
}
