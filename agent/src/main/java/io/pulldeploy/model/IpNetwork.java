package io.pulldeploy.model;

import java.math.BigInteger;
import java.util.Optional;

/**
 * An IP network, or an address in one: Python's {@code ip_interface}.
 *
 * @param address as it was written, host bits and all
 * @param prefix how many leading bits name the network
 */
public record IpNetwork(IpAddress address, int prefix) {
    /**
     * {@code 10.0.0.1/24}, {@code 10.0.0.1/255.255.255.0}, {@code fe80::1/64}, or a lone address,
     * which is its own network; empty if the text is none.
     */
    public static Optional<IpNetwork> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return IpAddress.parse(text).map(a -> new IpNetwork(a, a.bits()));
        }
        String mask = text.substring(slash + 1);
        return IpAddress.parse(text.substring(0, slash))
                .flatMap(a -> prefix(mask, a.version()).map(p -> new IpNetwork(a, p)));
    }

    private static Optional<Integer> prefix(String mask, int version) {
        int bits = IpAddress.bits(version);
        if (!mask.isEmpty() && mask.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return mask.length() < 6 && Integer.parseInt(mask) <= bits
                    ? Optional.of(Integer.parseInt(mask))
                    : Optional.empty();
        }
        if (version == 6 || mask.indexOf(':') >= 0) {
            return Optional.empty();
        }
        // A netmask has its ones first, a host mask has them last.
        return IpAddress.parse(mask)
                .flatMap(m -> {
                    long value = m.value().longValue();
                    Optional<Integer> prefix = leadingOnes(value);
                    return prefix.isPresent() ? prefix : leadingOnes(value ^ 0xffff_ffffL);
                });
    }

    private static Optional<Integer> leadingOnes(long mask) {
        int ones = Long.bitCount(mask);
        long expected = ones == 0 ? 0 : 0xffff_ffffL << (32 - ones) & 0xffff_ffffL;
        return mask == expected ? Optional.of(ones) : Optional.empty();
    }

    /** The network's own address, without host bits. */
    public IpAddress first() {
        int hostBits = address.bits() - prefix;
        return new IpAddress(
                address.version(),
                address.value().shiftRight(hostBits).shiftLeft(hostBits),
                address.scope());
    }

    /** The last address: IPv4's broadcast. */
    public IpAddress last() {
        return new IpAddress(
                address.version(), first().value().add(size()).subtract(BigInteger.ONE), "");
    }

    /** As many ones as the prefix is long, then zeros, written as an address. */
    public IpAddress mask() {
        int bits = address.bits();
        BigInteger ones = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
        return new IpAddress(
                address.version(), ones.shiftRight(bits - prefix).shiftLeft(bits - prefix), "");
    }

    /** The network itself: the same without host bits. */
    public IpNetwork whole() {
        return new IpNetwork(first(), prefix);
    }

    public BigInteger size() {
        return BigInteger.ONE.shiftLeft(address.bits() - prefix);
    }

    public boolean hasHostBits() {
        return !first().value().equals(address.value());
    }

    public boolean contains(IpAddress other) {
        int hostBits = address.bits() - prefix;
        return other.version() == address.version()
                && other.value().shiftRight(hostBits).equals(address.value().shiftRight(hostBits));
    }

    @Override
    public String toString() {
        return address + "/" + prefix;
    }
}
