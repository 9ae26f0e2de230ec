package io.pulldeploy.cli;

import picocli.CommandLine.IVersionProvider;

/** The program's version, which the build writes into the JAR's manifest. */
public final class Version implements IVersionProvider {
    /** The version, or {@code development} when the classes do not come from the JAR. */
    public static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"pulldeploy " + current()};
    }
}
