package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.model.IpAddress;
import io.pulldeploy.model.IpNetwork;
import io.pulldeploy.system.HostNames;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code network.*}: the host's addresses and name, out of its grains. */
public final class NetworkModule {
    private static final String IP_ADDRS =
            "interface=None, include_loopback=False, cidr=None, type=None";
    private static final String IP_ADDRS6 = "interface=None, include_loopback=False, cidr=None";

    private final HostNames hostNames;

    public NetworkModule(HostNames hostNames) {
        this.hostNames = hostNames;
    }

    public List<ExecutionFunction> functions() {
        String four = "The host's IPv4 addresses, sorted; the loopback only if asked for.";
        String six = "The host's IPv6 addresses, sorted; the loopback only if asked for.";
        return List.of(
                new ExecutionFunction("network.ip_addrs", four, IP_ADDRS, NetworkModule::four),
                new ExecutionFunction("network.ipaddrs", four, IP_ADDRS, NetworkModule::four),
                new ExecutionFunction("network.ip_addrs6", six, IP_ADDRS6, NetworkModule::six),
                new ExecutionFunction("network.ipaddrs6", six, IP_ADDRS6, NetworkModule::six),
                new ExecutionFunction(
                        "network.hw_addr",
                        "An interface's hardware address.",
                        "iface",
                        NetworkModule::hardware),
                new ExecutionFunction(
                        "network.hwaddr",
                        "An interface's hardware address.",
                        "iface",
                        NetworkModule::hardware),
                new ExecutionFunction(
                        "network.get_hostname",
                        "The host's name.",
                        "",
                        (_, _) -> hostNames.current()),
                new ExecutionFunction(
                        "network.is_loopback",
                        "Whether an address is the loopback's.",
                        "ip_addr",
                        (_, args) -> address(args.string("ip_addr")).isLoopback()),
                new ExecutionFunction(
                        "network.is_private",
                        "Whether an address is of a private network.",
                        "ip_addr",
                        (_, args) -> address(args.string("ip_addr")).isPrivate()));
    }

    private static List<String> four(Minion minion, Arguments args) {
        Optional<String> cidr = args.text("cidr");
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
        return texts(args.text("cidr").map(cidr -> within(all, cidr)).orElse(all));
    }

    /** Salt finds nothing in what is no network. */
    private static Stream<IpAddress> within(Stream<IpAddress> addresses, String cidr) {
        Optional<IpNetwork> network = IpNetwork.parse(cidr);
        return addresses.filter(address -> network.isPresent() && network.get().contains(address));
    }

    private static List<String> texts(Stream<IpAddress> addresses) {
        return addresses
                .distinct()
                .sorted(Comparator.comparing(IpAddress::value))
                .map(IpAddress::toString)
                .toList();
    }

    private static Stream<IpAddress> addresses(Minion minion, String grain, Arguments args) {
        List<String> wanted = args.list("interface").stream().map(String::valueOf).toList();
        boolean loopback = args.flag("include_loopback");
        return interfaces(minion, grain).entrySet().stream()
                .filter(e ->
                        wanted.isEmpty()
                                || wanted.stream()
                                        .anyMatch(w ->
                                                Fnmatch.matches(String.valueOf(e.getKey()), w)))
                .flatMap(e -> e.getValue() instanceof List<?> list ? list.stream() : Stream.of())
                .flatMap(text -> IpAddress.parse(String.valueOf(text)).stream())
                .filter(address -> loopback || !address.isLoopback());
    }

    private static Map<?, ?> interfaces(Minion minion, String grain) {
        return minion.grains().get(grain) instanceof Map<?, ?> map ? map : Map.of();
    }

    private static @Nullable Object hardware(Minion minion, Arguments args) {
        String name = args.string("iface");
        Map<?, ?> known = interfaces(minion, "hwaddr_interfaces");
        Object address = known.get(name);
        return address == null
                ? "Interface \"%s\" not in available interfaces: %s"
                        .formatted(
                                name,
                                known.keySet().stream()
                                        .map(k -> "\"" + k + "\"")
                                        .collect(Collectors.joining(", ")))
                : address;
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text)
                .orElseThrow(() ->
                        new CallError(
                                "'" + text + "' does not appear to be an IPv4 or IPv6 address"));
    }
}
