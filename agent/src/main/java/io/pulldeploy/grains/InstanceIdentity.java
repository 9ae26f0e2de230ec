package io.pulldeploy.grains;

import java.util.Optional;

/**
 * What the cloud knows of this machine. Each answer is fetched when it is first asked for, and
 * empty where the machine is no EC2 instance.
 *
 * <p>Every method throws {@link io.pulldeploy.model.Failure} if the machine is an instance but its
 * identity cannot be had: a wrong name would be worse than none.
 */
public interface InstanceIdentity {
    /** A machine that is no EC2 instance. */
    InstanceIdentity NONE =
            new InstanceIdentity() {
                @Override
                public Optional<String> instanceId() {
                    return Optional.empty();
                }

                @Override
                public Optional<String> availabilityZone() {
                    return Optional.empty();
                }

                @Override
                public Optional<String> region() {
                    return Optional.empty();
                }

                @Override
                public Optional<String> autoScalingGroup() {
                    return Optional.empty();
                }
            };

    /** Such as {@code i-0123456789abcdef0}. */
    Optional<String> instanceId();

    /** Such as {@code us-east-1a}. */
    Optional<String> availabilityZone();

    /** Such as {@code us-east-1}. */
    Optional<String> region();

    /** The name of the Auto Scaling group; empty also for an instance outside of any. */
    Optional<String> autoScalingGroup();
}
