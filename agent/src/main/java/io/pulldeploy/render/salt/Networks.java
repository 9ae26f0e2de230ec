package io.pulldeploy.render.salt;

import io.pulldeploy.model.IpAddress;
import io.pulldeploy.model.IpNetwork;
import io.pulldeploy.render.jinja.PyBytes;
import io.pulldeploy.render.jinja.PyConversion;
import io.pulldeploy.render.jinja.PyDict;
import io.pulldeploy.render.jinja.PyGenerator;
import io.pulldeploy.render.jinja.PyList;
import io.pulldeploy.render.jinja.PyTuple;
import io.pulldeploy.render.jinja.PyValues;
import io.pulldeploy.render.jinja.TemplateError;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Salt's filters on addresses and networks. */
final class Networks {
    private static final int MOST_HOSTS = 1 << 20;
    private static final int CONNECT_MILLISECONDS = 2000;

    private Networks() {}

    static void addTo(FilterTable filters, RandomGenerator random) {
        filters.add(
                        "is_ip",
                        "is_ip_filter",
                        "ip_addr, options=None",
                        (_, a) -> check(a[0], 4, a[1]) != null || check(a[0], 6, a[1]) != null)
                .add(
                        "is_ipv4",
                        "is_ipv4_filter",
                        "ip_addr, options=None",
                        (_, a) -> check(a[0], 4, a[1]) != null)
                .add(
                        "is_ipv6",
                        "is_ipv6_filter",
                        "ip_addr, options=None",
                        (_, a) -> check(a[0], 6, a[1]) != null)
                .add("ipv4", "value, options=None", (_, a) -> filtered(a[0], 4, a[1]))
                .add("ipv6", "value, options=None", (_, a) -> filtered(a[0], 6, a[1]))
                .add("ipaddr", "value, options=None", (_, a) -> addresses(a[0], a[1]))
                .add(
                        "ip_host",
                        "value, options=None, version=None",
                        (_, a) -> each(a, Networks::host))
                .add(
                        "network_hosts",
                        "value, options=None, version=None",
                        (_, a) -> each(a, Networks::hosts))
                .add(
                        "network_size",
                        "value, options=None, version=None",
                        (_, a) -> each(a, net -> PyConversion.toInt(net.size())))
                .add("ipwrap", "data", (_, a) -> wrapped(a[0]))
                .add("filter_by_networks", "values, networks", (_, a) -> byNetworks(a[0], a[1]))
                .add("mac_str_to_bytes", "mac_str", (_, a) -> mac(a[0]))
                .add(
                        "gen_mac",
                        "prefix='AC:DE:48'",
                        (_, a) ->
                                "%s:%02X:%02X:%02X"
                                        .formatted(
                                                PyValues.str(a[0]),
                                                random.nextInt(256),
                                                random.nextInt(256),
                                                random.nextInt(256)))
                .add(
                        "dns_check",
                        "addr, port, safe=False, ipv6=None",
                        (_, a) -> reachable(PyValues.str(a[0]), (int) Values.integer(a[1]), a[3]));
    }

    /** The address's or network's text, if it is one of that version and has the properties. */
    private static @Nullable String check(
            @Nullable Object value, int version, @Nullable Object options) {
        Values.requireDefined(value);
        String text =
                switch (value) {
                    case Boolean b -> numbered(b ? BigInteger.ONE : BigInteger.ZERO);
                    case Long n -> numbered(BigInteger.valueOf(n));
                    case BigInteger n -> numbered(n);
                    case PyTuple tuple -> pair(tuple);
                    case null, default -> PyValues.text(value);
                };
        if (text == null) {
            return null;
        }
        Optional<IpNetwork> network = IpNetwork.parse(text);
        if (network.isEmpty() || network.get().address().version() != version) {
            return null;
        }
        if (PyValues.truth(options)) {
            for (String option : PyValues.str(options).split(",", -1)) {
                if (!has(network.get(), option.strip())) {
                    return null;
                }
            }
        }
        return text.indexOf('/') < 0
                ? network.get().address().toString()
                : network.get().toString();
    }

    /** Python takes a tuple for an address and its mask. */
    private static @Nullable String pair(PyTuple tuple) {
        if (tuple.items().isEmpty()) {
            throw new TemplateError("IndexError", "tuple index out of range");
        }
        Object first = tuple.items().getFirst();
        String address =
                first instanceof Long n ? numbered(BigInteger.valueOf(n)) : PyValues.text(first);
        if (address == null || tuple.items().size() == 1) {
            return address;
        }
        if (IpNetwork.parse(address).isEmpty()) {
            return null;
        }
        Object mask = tuple.items().get(1);
        Values.requireHashable(mask);
        return address + "/" + PyValues.str(mask);
    }

    /** Python takes a number for the address of that value. */
    private static @Nullable String numbered(BigInteger number) {
        if (number.signum() < 0 || number.bitLength() > 128) {
            return null;
        }
        int version = number.bitLength() <= 32 ? 4 : 6;
        return new IpAddress(version, number, "").toString();
    }

    private static boolean has(IpNetwork network, String option) {
        IpAddress address = network.address();
        boolean whole = network.prefix() == address.bits();
        return switch (option) {
            case "global", "public" -> !address.isPrivate();
            case "private" -> address.isPrivate();
            case "link-local", "linklocal", "ll", "link_local" -> address.isLinkLocal();
            // For an IPv6 interface Python looks at its network, too.
            case "loopback", "lo" -> address.isLoopback() && (address.version() == 4 || whole);
            case "multicast" -> address.isMulticast();
            case "reserved" -> address.isReserved();
            case "site-local", "sl", "site_local" ->
                    address.version() == 6 && address.isSiteLocal();
            case "unspecified" -> address.isUnspecified() && (address.version() == 4 || whole);
            default -> true;
        };
    }

    private static boolean isSequence(@Nullable Object value) {
        return value instanceof PyList
                || value instanceof PyTuple
                || (value instanceof PyGenerator lazy && lazy.typeName().equals("generator"));
    }

    private static @Nullable Object filtered(
            @Nullable Object value, int version, @Nullable Object options) {
        if (!isSequence(value)) {
            return PyValues.text(value) == null ? null : check(value, version, options);
        }
        List<@Nullable Object> found = new ArrayList<>();
        for (Object item : PyValues.list(value)) {
            String address = check(item, version, options);
            if (address != null) {
                found.add(address);
            }
        }
        return new PyList(found);
    }

    private static @Nullable Object addresses(@Nullable Object value, @Nullable Object options) {
        Object v4 = filtered(value, 4, options);
        Object v6 = filtered(value, 6, options);
        if (v4 instanceof PyList x && v6 instanceof PyList y) {
            List<@Nullable Object> all = new ArrayList<>(x.items());
            all.addAll(y.items());
            return new PyList(all);
        }
        return v4 != null ? v4 : v6;
    }

    private interface Answer {
        Object of(IpNetwork network);
    }

    private static @Nullable Object each(@Nullable Object[] a, Answer answer) {
        Object found =
                PyValues.truth(a[2])
                        ? filtered(a[0], (int) Values.integer(a[2]), a[1])
                        : addresses(a[0], a[1]);
        if (!PyValues.truth(found)) {
            return null;
        }
        List<@Nullable Object> answers = new ArrayList<>();
        for (Object text : found instanceof PyList list ? list.items() : List.of(found)) {
            IpNetwork.parse(PyValues.str(text)).ifPresent(net -> answers.add(answer.of(net)));
        }
        return isSequence(a[0]) ? new PyList(answers) : answers.getFirst();
    }

    private static Object host(IpNetwork network) {
        return network.toString();
    }

    private static Object hosts(IpNetwork network) {
        int hostBits = network.address().bits() - network.prefix();
        if (network.size().bitLength() > Integer.SIZE || network.size().intValue() > MOST_HOSTS) {
            throw new TemplateError(
                    "MemoryError", "the network " + network + " has too many hosts to list");
        }
        BigInteger first = network.first().value();
        long count = network.size().longValue();
        // The network's own address is no host, nor is IPv4's broadcast.
        long from = hostBits < 2 ? 0 : 1;
        long to = hostBits < 2 || network.address().version() == 6 ? count : count - 1;
        List<@Nullable Object> hosts = new ArrayList<>();
        for (long i = from; i < to; i++) {
            hosts.add(
                    new IpAddress(network.address().version(), first.add(BigInteger.valueOf(i)), "")
                            .toString());
        }
        return new PyList(hosts);
    }

    private static @Nullable Object wrapped(@Nullable Object value) {
        if (value instanceof PyList || value instanceof PyTuple) {
            PyList wrapped = new PyList();
            PyValues.list(value).forEach(item -> wrapped.items().add(wrapOne(item)));
            return wrapped;
        }
        return wrapOne(value);
    }

    private static @Nullable Object wrapOne(@Nullable Object value) {
        String address = check(value, 6, null);
        if (address == null) {
            return value;
        }
        String text = PyValues.str(value);
        if (text.indexOf('/') >= 0 || PyValues.text(value) == null) {
            throw Values.value(
                    PyValues.repr(text) + " does not appear to be an IPv4 or IPv6 address");
        }
        return "[" + address + "]";
    }

    private static @Nullable Object byNetworks(@Nullable Object values, @Nullable Object networks) {
        if (networks == null) {
            return values;
        }
        List<IpNetwork> wanted = new ArrayList<>();
        for (Object network : PyValues.list(networks)) {
            String text = PyValues.str(network);
            IpNetwork parsed =
                    IpNetwork.parse(text)
                            .orElseThrow(() ->
                                    Values.value(
                                            PyValues.repr(network)
                                                    + " does not appear to be an IPv4 or"
                                                    + " IPv6 network"));
            if (parsed.hasHostBits()) {
                throw Values.value(parsed + " has host bits set");
            }
            wanted.add(parsed);
        }
        return switch (values) {
            case PyDict dict -> {
                PyDict result = new PyDict();
                for (Map.Entry<@Nullable Object, @Nullable Object> entry : dict.entries()) {
                    result.put(entry.getKey(), inside(entry.getValue(), wanted));
                }
                yield result;
            }
            case PyList _, PyTuple _, String _ -> inside(values, wanted);
            case null, default ->
                    throw Values.value("Do not know how to filter a " + Values.typeText(values));
        };
    }

    private static PyList inside(@Nullable Object addresses, List<IpNetwork> networks) {
        PyList inside = new PyList();
        for (Object address : PyValues.list(addresses)) {
            for (IpNetwork network : networks) {
                IpAddress parsed =
                        IpAddress.parse(PyValues.str(address))
                                .orElseThrow(() ->
                                        Values.value(
                                                PyValues.repr(address)
                                                        + " does not appear to be an IPv4"
                                                        + " or IPv6 address"));
                if (network.contains(parsed)) {
                    inside.items().add(address);
                }
            }
        }
        return inside;
    }

    private static PyBytes mac(@Nullable Object value) {
        int length = PyValues.length(value);
        String text = PyValues.str(value);
        String digits = length == 17 ? text.replace(text.substring(2, 3), "") : text;
        if (length != 12 && length != 17) {
            throw Values.value("Invalid MAC address");
        }
        byte[] bytes = new byte[6];
        for (int i = 0; i < 6; i++) {
            String pair = digits.substring(2 * i, 2 * i + 2);
            try {
                bytes[i] = (byte) Integer.parseInt(pair, 16);
            } catch (NumberFormatException e) {
                throw Values.value(
                        "invalid literal for int() with base 16: " + PyValues.repr(pair));
            }
        }
        return new PyBytes(bytes);
    }

    private static String reachable(String name, int port, @Nullable Object ipv6) {
        List<InetAddress> addresses;
        try {
            addresses =
                    Stream.of(InetAddress.getAllByName(name))
                            .filter(a ->
                                    ipv6 == null
                                            || a instanceof Inet6Address == PyValues.truth(ipv6))
                            .toList();
        } catch (UnknownHostException e) {
            addresses = List.of();
        }
        if (addresses.isEmpty()) {
            throw new TemplateError(
                    "SaltSystemExit", "DNS lookup or connection check of '" + name + "' failed.");
        }
        InetAddress chosen =
                addresses.stream()
                        .filter(a -> answers(a, port))
                        .findFirst()
                        .orElse(addresses.getFirst());
        String text = chosen.getHostAddress();
        return chosen instanceof Inet6Address
                ? "[" + IpAddress.parse(text).map(IpAddress::toString).orElse(text) + "]"
                : text;
    }

    private static boolean answers(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), CONNECT_MILLISECONDS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
