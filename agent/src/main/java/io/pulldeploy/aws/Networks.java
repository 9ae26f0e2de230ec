package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What states name in VPCs and EC2, but others made: networks, images, instances. */
public interface Networks {
    /** Ids of the VPCs whose Name tag is this. */
    List<String> vpcsNamed(String name);

    Optional<String> defaultVpc();

    /** Ids of the subnets whose Name tag is this. */
    List<String> subnetsNamed(String name);

    /**
     * The VPC that all these subnets are in.
     *
     * @return empty if a subnet does not exist, or they are in several
     */
    Optional<String> vpcOfSubnets(List<String> ids);

    /** Ids of the images that this account may use under this name. */
    List<String> imagesNamed(String name);

    /** The instances, other than terminated ones, that have this tag. */
    List<Instance> instancesTagged(String key, String value);

    /** What EC2 says of instances, under its own names; terminated ones are among them. */
    List<Map<String, @Nullable Object>> described(Collection<String> ids);

    /**
     * An instance's addresses.
     *
     * @param state {@code running}, {@code stopped}, …
     */
    record Instance(
            String id,
            String state,
            Optional<String> privateAddress,
            Optional<String> publicAddress,
            Optional<String> privateName,
            Optional<String> publicName) {}
}
