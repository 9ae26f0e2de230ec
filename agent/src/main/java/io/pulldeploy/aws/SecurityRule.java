package io.pulldeploy.aws;

import java.util.Optional;

/**
 * One permission of a security group.
 *
 * @param protocol {@code tcp}, {@code udp}, {@code icmp}, a number, or {@code -1} for all
 * @param fromPort first port, or ICMP type; -1 for all
 * @param toPort last port, or ICMP code; -1 for all
 */
public record SecurityRule(String protocol, int fromPort, int toPort, Peer peer) {
    /** Whom a rule lets in or out. */
    public sealed interface Peer {}

    /** Addresses, IPv4 or IPv6. */
    public record Cidr(String block) implements Peer {
        public boolean isIpv6() {
            return block.indexOf(':') >= 0;
        }
    }

    /** A managed prefix list. */
    public record PrefixList(String id) implements Peer {}

    /**
     * The members of another security group, which AWS answers by id, or, across accounts such as
     * {@code amazon-elb}, by name and owner.
     */
    public record Group(Optional<String> id, Optional<String> name, Optional<String> owner)
            implements Peer {}
}
