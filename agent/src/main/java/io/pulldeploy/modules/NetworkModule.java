package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.model.IpAddress;
import io.pulldeploy.model.IpNetwork;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code network.*}: the host's addresses, names, routes, and calculations with addresses. */
public final class NetworkModule {
    private static final String IP_ADDRS =
            "interface=None, include_loopback=False, cidr=None, type=None";
    private static final String IP_ADDRS6 = "interface=None, include_loopback=False, cidr=None";
    private static final String NETWORKS = "interface=None, include_loopback=False, verbose=False";

    private final Host host;
    private final Programs programs;
    private final NetworkInterfaces interfaces;
    private final NetworkRoutes routes;
    private final TcpConnections tcp;
    private final FunctionList functions = new FunctionList("network");

    public NetworkModule(Host host) {
        this.host = host;
        this.programs = new Programs(host.processes());
        this.interfaces = new NetworkInterfaces(programs);
        this.routes = new NetworkRoutes(programs);
        this.tcp = new TcpConnections(host.files());
    }

    public List<ExecutionFunction> functions() {
        addresses();
        calculations();
        return functions
                .add("interfaces", "The interfaces.", "", (_, _) -> interfaces.all())
                .add("interface", "An interface's IPv4 addresses.", "iface", (_, a) -> inet(a))
                .add("interface_ip", "An interface's IPv4 address.", "iface", (_, a) -> firstIp(a))
                .add(
                        "ifacestartswith",
                        "The interfaces with an address that starts so.",
                        "cidr",
                        (_, a) -> startingWith(a.string("cidr")))
                .add(
                        "subnets",
                        "The IPv4 networks the host is in, sorted.",
                        "interfaces=None",
                        (_, a) -> subnets(exactly(a.list("interfaces")), "inet"))
                .add(
                        "subnets6",
                        "The IPv6 networks the host is in, sorted.",
                        "",
                        (_, _) -> subnets(List.of(), "inet6"))
                .add(
                        "ip_networks",
                        "The IPv4 networks the host is in.",
                        NETWORKS,
                        (_, a) -> networks(a, "inet"))
                .add(
                        "ip_networks6",
                        "The IPv6 networks the host is in.",
                        NETWORKS,
                        (_, a) -> networks(a, "inet6"))
                .add("routes", "The routes.", "family=None", (_, a) -> routes.all(a.text("family")))
                .add(
                        "default_route",
                        "The default routes.",
                        "family=None",
                        (_, a) -> routes.defaults(a.text("family")))
                .add(
                        "get_route",
                        "The way to an address.",
                        "ip",
                        (_, a) -> routes.to(a.string("ip")))
                .add("arp", "IPv4 neighbours by hardware address.", "", (_, _) -> routes.arp())
                .add("active_tcp", "The open TCP connections.", "", (_, _) -> tcp.established())
                .add("netstat", "The open sockets.", "", (_, _) -> routes.sockets())
                .add("ip_neighs", "IPv4 neighbours.", "", (_, _) -> routes.neighbours("."))
                .add("ipneighs", "IPv4 neighbours.", "", (_, _) -> routes.neighbours("."))
                .add("ip_neighs6", "IPv6 neighbours.", "", (_, _) -> routes.neighbours(":"))
                .add("ipneighs6", "IPv6 neighbours.", "", (_, _) -> routes.neighbours(":"))
                .add("get_hostname", "The host's name.", "", (_, _) -> host.hostNames().current())
                .add("get_fqdn", "The host's full name.", "", (m, _) -> m.grains().get("fqdn"))
                .add("mod_hostname", "Sets the host's name.", "hostname", (_, a) -> rename(a))
                .add(
                        "ping",
                        "What ping says of a host.",
                        "host, timeout=False, return_boolean=False",
                        (_, a) -> ping(a))
                .all();
    }

    private void addresses() {
        String four = "The host's IPv4 addresses, sorted; the loopback only if asked for.";
        String six = "The host's IPv6 addresses, sorted; the loopback only if asked for.";
        for (String name : List.of("ip_addrs", "ipaddrs")) {
            functions.add(name, four, IP_ADDRS, NetworkModule::four);
        }
        for (String name : List.of("ip_addrs6", "ipaddrs6")) {
            functions.add(name, six, IP_ADDRS6, NetworkModule::six);
        }
        for (String name : List.of("hw_addr", "hwaddr")) {
            functions.add(
                    name, "An interface's hardware address.", "iface", NetworkModule::hardware);
        }
    }

    private void calculations() {
        functions
                .add(
                        "is_loopback",
                        "Whether an address is the loopback's.",
                        "ip_addr",
                        (_, a) -> address(a.string("ip_addr")).isLoopback())
                .add(
                        "is_private",
                        "Whether an address is of a private network.",
                        "ip_addr",
                        (_, a) -> address(a.string("ip_addr")).isPrivate())
                .add(
                        "reverse_ip",
                        "An address's name for reverse look-ups.",
                        "ip_addr",
                        (_, a) -> address(a.string("ip_addr")).reverseName())
                .add(
                        "calc_net",
                        "The network of an address.",
                        "ip_addr, netmask=None",
                        (_, a) ->
                                network(
                                                a.string("ip_addr")
                                                        + a.text("netmask")
                                                                .map(m -> "/" + m)
                                                                .orElse(""))
                                        .whole()
                                        .toString())
                .add(
                        "convert_cidr",
                        "A network's address, mask and last address.",
                        "cidr",
                        (_, a) -> convert(network(a.string("cidr"))))
                .add(
                        "in_subnet",
                        "Whether the host has an address in a network.",
                        "cidr",
                        (m, a) ->
                                anyIn(
                                        a.string("cidr"),
                                        Stream.concat(
                                                        all(m, "ip4_interfaces"),
                                                        all(m, "ip6_interfaces"))
                                                .filter(address -> !address.isLoopback())))
                .add(
                        "ip_in_subnet",
                        "Whether an address is in a network.",
                        "ip_addr, cidr",
                        (_, a) ->
                                anyIn(
                                        a.string("cidr"),
                                        a.list("ip_addr").stream()
                                                .map(text -> address(Texts.str(text)))))
                .add(
                        "iphexval",
                        "An IPv4 address in hexadecimal.",
                        "ip",
                        (_, a) ->
                                Stream.of(a.string("ip").split("\\."))
                                        .map(part -> "%02X".formatted(Integer.parseInt(part)))
                                        .collect(Collectors.joining()));
    }

    private static List<String> four(Minion minion, Arguments args) {
        Optional<String> cidr = args.text("cidr").filter(c -> !c.isEmpty());
        Stream<IpAddress> all = addresses(minion, "ip4_interfaces", args);
        if (cidr.isPresent()) {
            return texts(within(all, cidr.get()));
        }
        return switch (args.text("type").orElse("")) {
            case "public" -> texts(all.filter(a -> !a.isPrivate()));
            case "private" -> texts(all.filter(IpAddress::isPrivate));
            default -> texts(all);
        };
    }

    private static List<String> six(Minion minion, Arguments args) {
        Stream<IpAddress> all = addresses(minion, "ip6_interfaces", args);
        return texts(
                args.text("cidr")
                        .filter(c -> !c.isEmpty())
                        .map(cidr -> within(all, cidr))
                        .orElse(all));
    }

    /** Salt finds nothing in what is no network, or has host bits. */
    private static Stream<IpAddress> within(Stream<IpAddress> addresses, String cidr) {
        Optional<IpNetwork> network = IpNetwork.parse(cidr).filter(n -> !n.hasHostBits());
        return addresses.filter(address -> network.isPresent() && network.get().contains(address));
    }

    private static boolean anyIn(String cidr, Stream<IpAddress> addresses) {
        return within(addresses, cidr).findAny().isPresent();
    }

    private static List<String> texts(Stream<IpAddress> addresses) {
        return addresses
                .distinct()
                .sorted(Comparator.comparing(IpAddress::value))
                .map(IpAddress::toString)
                .toList();
    }

    private static Stream<IpAddress> addresses(Minion minion, String grain, Arguments args) {
        List<String> wanted = words(args.list("interface"));
        boolean loopback = args.flag("include_loopback");
        return interfaces(minion, grain).entrySet().stream()
                .filter(e ->
                        wanted.isEmpty()
                                || wanted.stream()
                                        .anyMatch(w ->
                                                Fnmatch.matches(String.valueOf(e.getKey()), w)))
                .flatMap(e -> parsed(e.getValue()))
                .filter(address -> loopback || !address.isLoopback());
    }

    /** Names in a list, or in one text with commas between. */
    private static List<String> words(Collection<? extends @Nullable Object> values) {
        List<String> words = new ArrayList<>();
        values.forEach(value ->
                Stream.of(Texts.str(value).split(",")).map(String::strip).forEach(words::add));
        return words;
    }

    private static Stream<IpAddress> all(Minion minion, String grain) {
        return interfaces(minion, grain).values().stream().flatMap(NetworkModule::parsed);
    }

    private static Stream<IpAddress> parsed(@Nullable Object addresses) {
        return addresses instanceof List<?> list
                ? list.stream().flatMap(text -> IpAddress.parse(String.valueOf(text)).stream())
                : Stream.of();
    }

    private static Map<?, ?> interfaces(Minion minion, String grain) {
        return minion.grains().get(grain) instanceof Map<?, ?> map ? map : Map.of();
    }

    private static @Nullable Object hardware(Minion minion, Arguments args) {
        Map<?, ?> known = interfaces(minion, "hwaddr_interfaces");
        Object address = known.get(args.string("iface"));
        return address == null ? unknown(args.string("iface"), known.keySet()) : address;
    }

    private static String unknown(String name, Collection<?> known) {
        return "Interface \"%s\" not in available interfaces: %s"
                .formatted(
                        name,
                        known.stream().map(k -> "\"" + k + "\"").collect(Collectors.joining(", ")));
    }

    private Object inet(Arguments args) {
        Map<String, Map<String, @Nullable Object>> all = interfaces.all();
        Map<String, @Nullable Object> found = all.get(args.string("iface"));
        if (found == null) {
            return unknown(args.string("iface"), all.keySet());
        }
        Object addresses = found.get("inet");
        return addresses == null ? "" : addresses;
    }

    private @Nullable Object firstIp(Arguments args) {
        return switch (inet(args)) {
            case List<?> addresses when addresses.getFirst() instanceof Map<?, ?> first ->
                    first.get("address");
            case Object other -> other;
        };
    }

    private List<String> startingWith(String start) {
        List<String> names = new ArrayList<>();
        interfaces
                .all()
                .values()
                .forEach(data -> {
                    if (data.get("inet") instanceof List<?> addresses) {
                        for (Object one : addresses) {
                            if (one instanceof Map<?, ?> address
                                    && Texts.str(address.get("address")).startsWith(start)) {
                                names.add(Texts.str(address.get("label")));
                            }
                        }
                    }
                });
        return names;
    }

    /** Names as patterns that match nothing else. */
    private static List<String> exactly(List<@Nullable Object> names) {
        return names.stream().map(name -> Texts.str(name).replaceAll("[\\[*?]", "[$0]")).toList();
    }

    private List<String> subnets(List<String> patterns, String type) {
        return interfaces.networks(patterns, type, false).stream()
                .map(IpNetwork::toString)
                .toList();
    }

    private Object networks(Arguments args, String type) {
        List<IpNetwork> found =
                interfaces.networks(
                        words(args.list("interface")), type, args.flag("include_loopback"));
        if (!args.flag("verbose")) {
            return found.stream().map(IpNetwork::toString).toList();
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (IpNetwork network : found) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("address", network.first().toString());
            one.put("netmask", network.mask().toString());
            one.put(
                    "num_addresses",
                    network.size().bitLength() < Long.SIZE
                            ? (Object) network.size().longValue()
                            : network.size());
            one.put("prefixlen", (long) network.prefix());
            all.put(network.toString(), one);
        }
        return all;
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text)
                .orElseThrow(() ->
                        new CallError(
                                "'" + text + "' does not appear to be an IPv4 or IPv6 address"));
    }

    private static IpNetwork network(String text) {
        return IpNetwork.parse(text)
                .orElseThrow(() ->
                        new CallError(
                                "'" + text + "' does not appear to be an IPv4 or IPv6 network"));
    }

    private static Map<String, @Nullable Object> convert(IpNetwork network) {
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        parts.put("network", network.first().toString());
        parts.put("netmask", network.mask().toString());
        parts.put("broadcast", network.last().toString());
        return parts;
    }

    /** Sets the name, and puts it in the old one's place in the hosts file. */
    private boolean rename(Arguments args) {
        if (args.value("hostname") == null) {
            return false;
        }
        String name = args.string("hostname");
        String before = host.hostNames().current();
        host.hostNames().set(name);
        Path hosts = Path.of("/etc/hosts");
        StringBuilder changed = new StringBuilder();
        for (String line : host.files().textIfPresent(hosts).orElse("").lines().toList()) {
            List<String> words = new ArrayList<>(List.of(line.strip().split("\\s+")));
            int at = words.indexOf(before);
            if (at >= 0) {
                words.set(at, name);
            }
            changed.append(String.join("\t", words)).append('\n');
        }
        host.files().write(hosts, changed.toString());
        return true;
    }

    private Object ping(Arguments args) {
        List<String> command = new ArrayList<>(List.of("ping"));
        if (args.flag("timeout")) {
            command.addAll(List.of("-W", args.string("timeout")));
        }
        command.addAll(
                List.of("-c", "4", args.string("host").replaceAll("[^a-zA-Z0-9._:\\-]", "")));
        return args.flag("return_boolean")
                ? (Object) programs.run(command).succeeded()
                : programs.output(command);
    }
}
