package io.pulldeploy.model;

/**
 * Every exit code the program gives. The numbers are a contract; the reference page is made from
 * this enum.
 */
public enum ExitCode {
    OK(0, "Done; or nothing to do."),
    SLS_ERROR(1, "The SLS files do not compile and nothing ran; or a called function refused."),
    STATE_FAILED(2, "At least one state failed."),
    PILLAR_ERROR(5, "The pillar does not render or merge; nothing ran."),
    USAGE(64, "The command line is wrong."),
    UNAVAILABLE(
            69, "S3 or another AWS service is out of reach, or does not have what was asked for."),
    INTERNAL(70, "A bug in pulldeploy."),
    CANNOT_WRITE(73, "The disk is full, or a path is not writable."),
    LOCKED(75, "Another run holds the lock, or deploys of the service are halted."),
    REFUSED(76, "A digest, a signature or an archive was refused."),
    NO_PERMISSION(77, "No credentials, or not enough permissions."),
    CONFIGURATION(78, "The configuration is wrong."),
    HOOK_FAILED(80, "A hook failed."),
    UNHEALTHY(81, "The health gate did not open."),
    LOAD_BALANCER(82, "Joining or leaving a load balancer failed."),
    HANGUP(
            129,
            "Stopped by SIGHUP, such as a closed terminal's; a deploy put its links back, unless current had moved."),
    INTERRUPTED(
            130,
            "Stopped by SIGINT, such as ^C; a deploy put its links back, unless current had moved."),
    TERMINATED(143, "Stopped by SIGTERM; a deploy put its links back, unless current had moved.");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** What a process exits with that the signal ended. */
    public static ExitCode ofSignal(String signal) {
        return switch (signal) {
            case "SIGHUP" -> HANGUP;
            case "SIGINT" -> INTERRUPTED;
            default -> TERMINATED;
        };
    }

    /** Whether a signal ended the process. */
    public boolean isOfSignal() {
        return code > 128;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }
}
