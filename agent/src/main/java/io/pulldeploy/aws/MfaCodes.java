package io.pulldeploy.aws;

import java.util.Optional;

/** Whoever can read a code off the device that a role wants a second factor from. */
@FunctionalInterface
public interface MfaCodes {
    /** Nobody to ask, as on an instance. */
    MfaCodes NOBODY = _ -> Optional.empty();

    /**
     * @param device serial number or ARN, as the profile's {@code mfa_serial} has it
     * @return the code; empty if nobody can be asked
     */
    Optional<String> code(String device);
}
