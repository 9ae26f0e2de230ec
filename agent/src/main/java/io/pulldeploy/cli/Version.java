package io.pulldeploy.cli;

/** The program's version, which the build writes into the JAR's manifest. */
public final class Version {
    private Version() {}

    /** The version, or {@code development} when the classes do not come from the JAR. */
    public static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
