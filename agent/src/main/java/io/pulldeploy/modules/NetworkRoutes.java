package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.model.IpNetwork;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine's routes, neighbours and connections, as its programs show them. */
final class NetworkRoutes {
    private static final Set<String> SKIPPED =
            Set.of(
                    "unicast",
                    "broadcast",
                    "throw",
                    "unreachable",
                    "prohibit",
                    "blackhole",
                    "nat",
                    "anycast",
                    "multicast");
    private static final Set<String> DEFAULTS = Set.of("0.0.0.0", "::/0", "default");
    private static final Pattern WAY =
            Pattern.compile(
                    "(via\\s+(?<gateway>[\\w.:]+))?\\s+dev\\s+(?<interface>[\\w.:\\-]+)\\s+.*src\\s+(?<source>[\\w.:]+)");

    private final Programs programs;

    NetworkRoutes(Programs programs) {
        this.programs = programs;
    }

    /**
     * @param family {@code inet}, {@code inet6}, or nothing for both
     */
    List<Map<String, @Nullable Object>> all(Optional<String> family) {
        family.filter(f -> !f.equals("inet") && !f.equals("inet6"))
                .ifPresent(f -> {
                    throw new CallError("Invalid address family " + f);
                });
        List<Map<String, @Nullable Object>> routes =
                programs.has("netstat") ? fromNetstat() : fromIp();
        return routes.stream()
                .filter(r -> family.isEmpty() || family.get().equals(r.get("addr_family")))
                .toList();
    }

    List<Map<String, @Nullable Object>> defaults(Optional<String> family) {
        return all(family).stream()
                .filter(r -> DEFAULTS.contains(String.valueOf(r.get("destination"))))
                .toList();
    }

    private static Map<String, @Nullable Object> route(
            String family,
            String destination,
            String gateway,
            String netmask,
            String flags,
            String device) {
        Map<String, @Nullable Object> route = new LinkedHashMap<>();
        route.put("addr_family", family);
        route.put("destination", destination);
        route.put("gateway", gateway);
        route.put("netmask", netmask);
        route.put("flags", flags);
        route.put("interface", device);
        return route;
    }

    private List<List<String>> words(String... command) {
        return programs.lines(command).stream()
                .filter(line -> !line.isBlank())
                .map(line -> List.of(line.strip().split("\\s+")))
                .toList();
    }

    private List<Map<String, @Nullable Object>> fromNetstat() {
        List<Map<String, @Nullable Object>> routes = new ArrayList<>();
        words("netstat", "-A", "inet", "-rn").stream()
                .skip(2)
                .filter(w -> w.size() > 7)
                .map(w -> route("inet", w.get(0), w.get(1), w.get(2), w.get(3), w.get(7)))
                .forEach(routes::add);
        words("netstat", "-A", "inet6", "-rn").stream()
                .skip(2)
                .filter(w -> w.size() == 6 || w.size() == 7)
                .map(w -> route("inet6", w.get(0), w.get(1), "", w.get(2), w.getLast()))
                .forEach(routes::add);
        return routes;
    }

    private List<Map<String, @Nullable Object>> fromIp() {
        List<Map<String, @Nullable Object>> routes = new ArrayList<>();
        for (List<String> w : words("ip", "-4", "route", "show", "table", "main")) {
            if (w.getFirst().equals("default")) {
                routes.add(route("inet", "0.0.0.0", w.get(2), "0.0.0.0", "UG", device(w, 3)));
            } else if (!w.getFirst().equals("unreachable")) {
                IpNetwork network = network(w.getFirst());
                routes.add(
                        route(
                                "inet",
                                network.first().toString(),
                                "0.0.0.0",
                                network.mask().toString(),
                                "U",
                                device(w, 1)));
            }
        }
        for (List<String> w : words("ip", "-6", "route", "show", "table", "all")) {
            if (w.getFirst().equals("default")) {
                routes.add(route("inet6", "::/0", w.get(2), "", "UG", device(w, 3)));
            } else if (w.getFirst().equals("local")) {
                routes.add(route("inet6", w.get(1) + "/128", "::", "", "U", device(w, 2)));
            } else if (!SKIPPED.contains(w.getFirst())) {
                routes.add(route("inet6", w.getFirst(), "::", "", "U", device(w, 1)));
            }
        }
        return routes;
    }

    private static IpNetwork network(String text) {
        return IpNetwork.parse(text)
                .orElseThrow(() ->
                        new CallError(
                                "'" + text + "' does not appear to be an IPv4 or IPv6 network"));
    }

    private static String device(List<String> words, int at) {
        return words.size() > at + 1 && words.get(at).equals("dev") ? words.get(at + 1) : "";
    }

    /** The way to an address: gateway, interface, source. */
    Map<String, @Nullable Object> to(String address) {
        String answer = programs.output("ip", "route", "get", address);
        Matcher way = WAY.matcher(answer.lines().findFirst().orElse(""));
        if (!way.find()) {
            throw new CallError("no route to " + address + ": " + answer);
        }
        Map<String, @Nullable Object> route = new LinkedHashMap<>();
        route.put("destination", address);
        route.put("gateway", way.group("gateway"));
        route.put("interface", way.group("interface"));
        route.put("source", way.group("source"));
        return route;
    }

    /**
     * Hardware addresses and whose they are.
     *
     * @param mark what the addresses of the family hold: a dot or a colon
     */
    Map<String, @Nullable Object> neighbours(String mark) {
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        for (List<String> words : words("ip", "neigh", "show")) {
            if (words.size() > 4 && words.getFirst().contains(mark)) {
                found.put(words.get(4), words.getFirst());
            }
        }
        return found;
    }

    Map<String, @Nullable Object> arp() {
        programs.need("arp");
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        for (List<String> words : words("arp", "-an")) {
            if (words.size() > 3) {
                found.put(words.get(3), words.get(1).replaceAll("^\\(+|\\)+$", ""));
            }
        }
        return found;
    }

    List<Map<String, @Nullable Object>> sockets() {
        List<Map<String, @Nullable Object>> sockets = new ArrayList<>();
        for (List<String> w : words("netstat", "-tulpnea")) {
            boolean tcp = w.getFirst().startsWith("tcp");
            if ((!tcp && !w.getFirst().startsWith("udp")) || w.size() < (tcp ? 9 : 8)) {
                continue;
            }
            Map<String, @Nullable Object> socket = new LinkedHashMap<>();
            socket.put("proto", w.get(0));
            socket.put("recv-q", w.get(1));
            socket.put("send-q", w.get(2));
            socket.put("local-address", w.get(3));
            socket.put("remote-address", w.get(4));
            int next = 5;
            if (tcp) {
                socket.put("state", w.get(next++));
            }
            socket.put("user", w.get(next));
            socket.put("inode", w.get(next + 1));
            socket.put("program", w.get(next + 2));
            sockets.add(socket);
        }
        return sockets;
    }
}
