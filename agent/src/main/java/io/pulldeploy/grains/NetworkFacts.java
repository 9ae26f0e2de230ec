package io.pulldeploy.grains;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Interfaces, addresses, gateways, resolvers and the host's own names. */
final class NetworkFacts {
    static final List<String> INTERFACE_GRAINS =
            List.of(
                    "ip_interfaces",
                    "ip4_interfaces",
                    "ip6_interfaces",
                    "hwaddr_interfaces",
                    "ipv4",
                    "ipv6");
    static final List<String> NAME_GRAINS =
            List.of("fqdn", "host", "domain", "fqdn_ip4", "fqdn_ip6");

    private static final Logger LOG = LoggerFactory.getLogger(NetworkFacts.class);
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final Probe machine;

    NetworkFacts(Probe machine) {
        this.machine = machine;
    }

    /** Every interface's addresses, in the order of the kernel's interface numbers. */
    Map<String, @Nullable Object> interfaces() {
        Map<String, @Nullable Object> both = new LinkedHashMap<>();
        Map<String, @Nullable Object> v4 = new LinkedHashMap<>();
        Map<String, @Nullable Object> v6 = new LinkedHashMap<>();
        Map<String, @Nullable Object> hardware = new LinkedHashMap<>();
        Set<InetAddress> all =
                new TreeSet<>(
                        Comparator.comparing(InetAddress::getAddress, Arrays::compareUnsigned));
        for (String name : interfaceNames()) {
            List<InetAddress> addresses = addresses(name);
            all.addAll(addresses);
            both.put(name, texts(addresses, a -> true));
            v4.put(name, texts(addresses, Inet4Address.class::isInstance));
            v6.put(name, texts(addresses, Inet6Address.class::isInstance));
            machine.line("/sys/class/net/" + name + "/address")
                    .filter(address -> !address.isEmpty())
                    .ifPresent(address -> hardware.put(name, address));
        }
        Map<String, @Nullable Object> grains = new LinkedHashMap<>();
        grains.put("ip_interfaces", both);
        grains.put("ip4_interfaces", v4);
        grains.put("ip6_interfaces", v6);
        grains.put("hwaddr_interfaces", hardware);
        grains.put("ipv4", texts(all, Inet4Address.class::isInstance));
        grains.put("ipv6", texts(all, Inet6Address.class::isInstance));
        return grains;
    }

    private List<String> interfaceNames() {
        return machine.list("/sys/class/net").stream()
                .filter(name -> machine.isFile("/sys/class/net/" + name + "/ifindex"))
                .sorted(
                        Comparator.comparingLong(name ->
                                machine.line("/sys/class/net/" + name + "/ifindex")
                                        .map(Long::parseLong)
                                        .orElse(0L)))
                .toList();
    }

    private static List<InetAddress> addresses(String interfaceName) {
        try {
            NetworkInterface found = NetworkInterface.getByName(interfaceName);
            if (found == null) {
                return List.of();
            }
            return found.inetAddresses()
                    .sorted(Comparator.comparing(a -> a instanceof Inet6Address))
                    .toList();
        } catch (SocketException e) {
            LOG.debug("no addresses of {}", interfaceName, e);
            return List.of();
        }
    }

    private static List<String> texts(
            Iterable<InetAddress> addresses, Predicate<InetAddress> wanted) {
        List<String> texts = new ArrayList<>();
        for (InetAddress address : addresses) {
            if (wanted.test(address)) {
                texts.add(text(address));
            }
        }
        return texts;
    }

    /** As Python writes an address: an IPv6 one with its longest run of zeros left out. */
    static String text(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return address.getHostAddress();
        }
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    /** The first default route of each family: the gateway, true without one, false if none. */
    Map<String, @Nullable Object> gateways() {
        Object v4 = gateway4();
        Object v6 = gateway6();
        Map<String, @Nullable Object> grains = new LinkedHashMap<>();
        grains.put("ip4_gw", v4);
        grains.put("ip6_gw", v6);
        grains.put("ip_gw", !Boolean.FALSE.equals(v4) || !Boolean.FALSE.equals(v6));
        return grains;
    }

    private Object gateway4() {
        return machine.lines("/proc/net/route").stream()
                .map(line -> SPACES.split(line.strip()))
                .filter(c -> c.length > 7 && c[1].equals("00000000") && c[7].equals("00000000"))
                .min((a, b) -> Long.compare(Long.parseLong(a[6]), Long.parseLong(b[6])))
                .map(columns -> gateway(reversed(HexFormat.of().parseHex(columns[2]))))
                .orElse(false);
    }

    private Object gateway6() {
        return machine.lines("/proc/net/ipv6_route").stream()
                .map(line -> SPACES.split(line.strip()))
                .filter(c ->
                        c.length > 9
                                && c[0].chars().allMatch(d -> d == '0')
                                && c[1].equals("00")
                                && !c[9].equals("lo"))
                .min((a, b) -> Long.compare(Long.parseLong(a[5], 16), Long.parseLong(b[5], 16)))
                .map(columns -> gateway(HexFormat.of().parseHex(columns[4])))
                .orElse(false);
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    private static Object gateway(byte[] address) {
        for (byte b : address) {
            if (b != 0) {
                try {
                    return text(InetAddress.getByAddress(address));
                } catch (UnknownHostException e) {
                    throw new IllegalStateException(
                            "an address of " + address.length + " bytes", e);
                }
            }
        }
        return true;
    }

    /** The resolver's configuration; empty if there is none. */
    Map<String, @Nullable Object> dns() {
        String path =
                machine.isFile("/run/systemd/resolve/resolv.conf")
                        ? "/run/systemd/resolve/resolv.conf"
                        : "/etc/resolv.conf";
        if (!machine.isFile(path)) {
            return Map.of();
        }
        Set<String> nameservers = new LinkedHashSet<>();
        Set<String> options = new LinkedHashSet<>();
        List<String> search = List.of();
        List<String> sortlist = new ArrayList<>();
        String domain = "";
        for (String line : machine.lines(path)) {
            List<String> words =
                    SPACES.splitAsStream(line.strip())
                            .takeWhile(w -> !w.startsWith("#") && !w.startsWith(";"))
                            .filter(w -> !w.isEmpty())
                            .toList();
            if (words.size() < 2) {
                continue;
            }
            List<String> arguments = words.subList(1, words.size());
            switch (words.getFirst()) {
                case "nameserver" -> nameservers.add(arguments.getFirst());
                case "domain" -> domain = arguments.getFirst();
                case "search" -> search = arguments;
                case "sortlist" -> sortlist.addAll(arguments);
                case "options" -> options.add(arguments.getFirst());
                default -> {
                    // The resolver ignores other lines too.
                }
            }
        }
        Map<String, @Nullable Object> dns = new LinkedHashMap<>();
        dns.put("nameservers", List.copyOf(nameservers));
        dns.put("ip4_nameservers", nameservers.stream().filter(n -> !n.contains(":")).toList());
        dns.put("ip6_nameservers", nameservers.stream().filter(n -> n.contains(":")).toList());
        dns.put("sortlist", sortlist);
        dns.put("domain", domain);
        dns.put("search", search);
        dns.put("options", List.copyOf(options));
        return dns;
    }

    /** The full name of the host, as the hosts file, else the resolver knows it. */
    Map<String, @Nullable Object> names(String hostName) {
        String fqdn =
                hostName.contains(".")
                        ? hostName
                        : inHosts(hostName).or(() -> searched(hostName)).orElse(hostName);
        int dot = fqdn.indexOf('.');
        List<InetAddress> addresses = resolve(fqdn);
        Map<String, @Nullable Object> grains = new LinkedHashMap<>();
        grains.put("fqdn", fqdn);
        grains.put("host", dot < 0 ? fqdn : fqdn.substring(0, dot));
        grains.put("domain", dot < 0 ? "" : fqdn.substring(dot + 1));
        grains.put("fqdn_ip4", texts(addresses, Inet4Address.class::isInstance));
        grains.put("fqdn_ip6", texts(addresses, Inet6Address.class::isInstance));
        return grains;
    }

    /** The first name on the first line of the hosts file that holds the name. */
    private Optional<String> inHosts(String hostName) {
        for (String line : machine.lines("/etc/hosts")) {
            List<String> words =
                    SPACES.splitAsStream(line.replaceFirst("#.*", "").strip())
                            .filter(w -> !w.isEmpty())
                            .toList();
            if (words.size() > 1 && words.subList(1, words.size()).contains(hostName)) {
                return Optional.of(words.get(1));
            }
        }
        return Optional.empty();
    }

    private Optional<String> searched(String hostName) {
        List<String> domains = new ArrayList<>();
        if (dns().get("search") instanceof List<?> search) {
            search.forEach(domain -> domains.add(String.valueOf(domain)));
        }
        if (dns().get("domain") instanceof String domain && !domain.isEmpty()) {
            domains.add(domain);
        }
        return domains.stream()
                .map(domain -> hostName + "." + domain)
                .filter(name -> !resolve(name).isEmpty())
                .findFirst();
    }

    private static List<InetAddress> resolve(String name) {
        try {
            return List.of(InetAddress.getAllByName(name));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }
}
