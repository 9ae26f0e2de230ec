package io.pulldeploy.target;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IP address or network as Python's {@code ipaddress} reads them: a network's host bits must be
 * zero.
 *
 * @param version 4 or 6
 * @param bits the address as a number
 * @param prefix how many leading bits count
 */
public record IpNetwork(int version, BigInteger bits, int prefix) {
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern PREFIX = Pattern.compile("\\d{1,3}");

    /** The address or network; empty if the text is neither. */
    public static Optional<IpNetwork> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return address(text);
        }
        Optional<IpNetwork> address = address(text.substring(0, slash));
        return address.flatMap(network ->
                prefix(text.substring(slash + 1), network.version())
                        .map(p -> new IpNetwork(network.version(), network.bits(), p))
                        .filter(IpNetwork::hasNoHostBits));
    }

    /** Whether one of the addresses, as text, lies in this network. */
    public boolean containsAny(List<?> addresses) {
        return addresses.stream().anyMatch(a -> a instanceof String text && contains(text));
    }

    public boolean contains(String address) {
        return address(address)
                .filter(a -> a.version() == version)
                .map(a -> a.bits().shiftRight(width() - prefix).equals(masked()))
                .orElse(false);
    }

    private BigInteger masked() {
        return bits.shiftRight(width() - prefix);
    }

    private boolean hasNoHostBits() {
        return masked().shiftLeft(width() - prefix).equals(bits);
    }

    private int width() {
        return version == 4 ? 32 : 128;
    }

    private static Optional<IpNetwork> address(String text) {
        if (IPV4.matcher(text).matches()) {
            BigInteger bits = BigInteger.ZERO;
            for (String part : text.split("\\.", -1)) {
                bits = bits.shiftLeft(8).or(new BigInteger(part));
            }
            return Optional.of(new IpNetwork(4, bits, 32));
        }
        if (text.indexOf(':') < 0 || text.indexOf('[') >= 0) {
            return Optional.empty();
        }
        try {
            InetAddress address = Inet6Address.ofLiteral(text.replaceFirst("%.*", ""));
            byte[] bytes = address.getAddress();
            return bytes.length == 16
                    ? Optional.of(new IpNetwork(6, new BigInteger(1, bytes), 128))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> prefix(String text, int version) {
        if (PREFIX.matcher(text).matches()) {
            int prefix = Integer.parseInt(text);
            return prefix <= (version == 4 ? 32 : 128) ? Optional.of(prefix) : Optional.empty();
        }
        if (version == 6) {
            return Optional.empty();
        }
        return address(text).flatMap(mask -> netmask(mask.bits()));
    }

    /** A netmask such as 255.255.0.0, or a host mask such as 0.0.255.255. */
    private static Optional<Integer> netmask(BigInteger mask) {
        for (int prefix = 0; prefix <= 32; prefix++) {
            BigInteger host = BigInteger.ONE.shiftLeft(32 - prefix).subtract(BigInteger.ONE);
            BigInteger net = BigInteger.ONE.shiftLeft(32).subtract(BigInteger.ONE).xor(host);
            if (mask.equals(net) || mask.equals(host)) {
                return Optional.of(prefix);
            }
        }
        return Optional.empty();
    }
}
