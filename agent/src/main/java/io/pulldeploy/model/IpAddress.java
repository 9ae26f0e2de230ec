package io.pulldeploy.model;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An IP address, read and written as Python's ipaddress module does.
 *
 * @param version 4 or 6
 * @param scope an IPv6 zone such as {@code eth0}; empty if there is none
 */
public record IpAddress(int version, BigInteger value, String scope) {
    private static final List<IpNetwork> PRIVATE_4 =
            networks(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/29",
                    "192.0.0.170/31",
                    "192.0.2.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "240.0.0.0/4");
    private static final List<IpNetwork> PRIVATE_6 =
            networks(
                    "::1/128",
                    "::/128",
                    "::ffff:0:0/96",
                    "100::/64",
                    "2001::/23",
                    "2001:db8::/32",
                    "fc00::/7",
                    "fe80::/10");
    private static final List<IpNetwork> RESERVED_6 =
            networks(
                    "::/8",
                    "100::/8",
                    "200::/7",
                    "400::/6",
                    "800::/5",
                    "1000::/4",
                    "4000::/3",
                    "6000::/3",
                    "8000::/3",
                    "A000::/3",
                    "C000::/3",
                    "E000::/4",
                    "F000::/5",
                    "F800::/6",
                    "FE00::/9");
    private static final List<IpNetwork> LINK_LOCAL = networks("169.254.0.0/16", "fe80::/10");
    private static final List<IpNetwork> MULTICAST = networks("224.0.0.0/4", "ff00::/8");
    private static final List<IpNetwork> SITE_LOCAL = networks("fec0::/10");
    private static final List<IpNetwork> LOOPBACK = networks("127.0.0.0/8", "::1/128");
    private static final List<IpNetwork> RESERVED_4 = networks("240.0.0.0/4");

    private static List<IpNetwork> networks(String... texts) {
        return Arrays.stream(texts).flatMap(text -> IpNetwork.parse(text).stream()).toList();
    }

    /** How many bits an address of this version has. */
    public int bits() {
        return bits(version);
    }

    static int bits(int version) {
        return version == 4 ? 32 : 128;
    }

    /** The address; empty if the text is none. */
    public static Optional<IpAddress> parse(String text) {
        return text.indexOf(':') < 0 ? parse4(text) : parse6(text);
    }

    private static Optional<IpAddress> parse4(String text) {
        String[] octets = text.split("\\.", -1);
        if (octets.length != 4) {
            return Optional.empty();
        }
        long value = 0;
        for (String octet : octets) {
            boolean digits = octet.chars().allMatch(c -> c >= '0' && c <= '9');
            boolean leadingZero = octet.length() > 1 && octet.charAt(0) == '0';
            if (octet.isEmpty() || octet.length() > 3 || !digits || leadingZero) {
                return Optional.empty();
            }
            int number = Integer.parseInt(octet);
            if (number > 255) {
                return Optional.empty();
            }
            value = value << 8 | number;
        }
        return Optional.of(new IpAddress(4, BigInteger.valueOf(value), ""));
    }

    private static Optional<IpAddress> parse6(String text) {
        int percent = text.indexOf('%');
        String address = percent < 0 ? text : text.substring(0, percent);
        String scope = percent < 0 ? "" : text.substring(percent + 1);
        if (percent >= 0 && (scope.isEmpty() || scope.indexOf('%') >= 0)) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>(Arrays.asList(address.split(":", -1)));
        if (parts.size() < 3) {
            return Optional.empty();
        }
        if (parts.getLast().indexOf('.') >= 0) {
            Optional<IpAddress> tail = parse4(parts.removeLast());
            if (tail.isEmpty()) {
                return Optional.empty();
            }
            long value = tail.get().value().longValue();
            parts.add(Long.toHexString(value >> 16));
            parts.add(Long.toHexString(value & 0xffff));
        }
        return expand(parts).flatMap(IpAddress::join).map(v -> new IpAddress(6, v, scope));
    }

    /** Eight groups, with the zeros that {@code ::} stands for. */
    private static Optional<List<String>> expand(List<String> parts) {
        if (parts.size() > 9) {
            return Optional.empty();
        }
        List<String> inner = parts.subList(1, parts.size() - 1);
        int skip = inner.indexOf("");
        if (skip < 0) {
            return parts.size() == 8 ? Optional.of(parts) : Optional.empty();
        }
        if (inner.lastIndexOf("") != skip) {
            return Optional.empty();
        }
        List<String> high = new ArrayList<>(parts.subList(0, skip + 1));
        List<String> low = new ArrayList<>(parts.subList(skip + 2, parts.size()));
        if (high.getFirst().isEmpty()) {
            high.removeFirst();
            if (!high.isEmpty()) {
                return Optional.empty();
            }
        }
        if (low.getLast().isEmpty()) {
            low.removeLast();
            if (!low.isEmpty()) {
                return Optional.empty();
            }
        }
        int missing = 8 - high.size() - low.size();
        if (missing < 1) {
            return Optional.empty();
        }
        for (int i = 0; i < missing; i++) {
            high.add("0");
        }
        high.addAll(low);
        return Optional.of(high);
    }

    private static Optional<BigInteger> join(List<String> groups) {
        BigInteger value = BigInteger.ZERO;
        for (String group : groups) {
            if (group.isEmpty()
                    || group.length() > 4
                    || !group.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0)) {
                return Optional.empty();
            }
            value = value.shiftLeft(16).add(new BigInteger(group, 16));
        }
        return Optional.of(value);
    }

    public boolean isPrivate() {
        return mapped().map(IpAddress::isPrivate)
                .orElseGet(() -> isIn(version == 4 ? PRIVATE_4 : PRIVATE_6));
    }

    /** The IPv4 address inside {@code ::ffff:a.b.c.d}. */
    private Optional<IpAddress> mapped() {
        return version == 6 && value.shiftRight(32).equals(BigInteger.valueOf(0xffff))
                ? Optional.of(new IpAddress(4, value.and(BigInteger.valueOf(0xffff_ffffL)), ""))
                : Optional.empty();
    }

    public boolean isMulticast() {
        return isIn(MULTICAST);
    }

    public boolean isLoopback() {
        return isIn(LOOPBACK);
    }

    public boolean isLinkLocal() {
        return isIn(LINK_LOCAL);
    }

    public boolean isSiteLocal() {
        return isIn(SITE_LOCAL);
    }

    public boolean isReserved() {
        return isIn(version == 4 ? RESERVED_4 : RESERVED_6);
    }

    public boolean isUnspecified() {
        return value.signum() == 0;
    }

    /** The name under which reverse look-ups find the address: Python's {@code reverse_pointer}. */
    public String reverseName() {
        if (version == 4) {
            String[] parts = toString().split("\\.");
            return parts[3] + "." + parts[2] + "." + parts[1] + "." + parts[0] + ".in-addr.arpa";
        }
        StringBuilder digits = new StringBuilder("%032x".formatted(value)).reverse();
        return String.join(".", digits.toString().split("")) + ".ip6.arpa";
    }

    private boolean isIn(List<IpNetwork> networks) {
        return networks.stream().anyMatch(network -> network.contains(this));
    }

    /** The shortest form: IPv6 with its longest run of zeros as {@code ::}. */
    @Override
    public String toString() {
        if (version == 4) {
            long address = value.longValue();
            return (address >> 24)
                    + "."
                    + (address >> 16 & 255)
                    + "."
                    + (address >> 8 & 255)
                    + "."
                    + (address & 255);
        }
        List<String> groups = new ArrayList<>();
        for (int shift = 112; shift >= 0; shift -= 16) {
            groups.add(
                    Integer.toHexString(
                            value.shiftRight(shift).and(BigInteger.valueOf(0xffff)).intValue()));
        }
        return compress(groups) + (scope.isEmpty() ? "" : "%" + scope);
    }

    private static String compress(List<String> groups) {
        int bestStart = -1;
        int bestLength = 1;
        for (int start = 0; start < 8; start++) {
            int end = start;
            while (end < 8 && groups.get(end).equals("0")) {
                end++;
            }
            if (end - start > bestLength) {
                bestStart = start;
                bestLength = end - start;
            }
        }
        if (bestStart < 0) {
            return String.join(":", groups);
        }
        return groups.subList(0, bestStart).stream().collect(Collectors.joining(":"))
                + "::"
                + groups.subList(bestStart + bestLength, 8).stream()
                        .collect(Collectors.joining(":"));
    }
}
