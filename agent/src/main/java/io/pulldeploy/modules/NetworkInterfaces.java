package io.pulldeploy.modules;

import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.model.IpNetwork;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine's network interfaces, as {@code ip} shows them and Salt forms them. */
final class NetworkInterfaces {
    private static final Pattern NEXT = Pattern.compile("\r?\n\\d");
    private static final Pattern HEAD =
            Pattern.compile("^\\d*:\\s+([\\w.\\-]+)(?:@)?([\\w.\\-]+)?:\\s+<(.+)>");

    private final Programs programs;

    NetworkInterfaces(Programs programs) {
        this.programs = programs;
    }

    /** By name: {@code up}, {@code hwaddr}, and lists under {@code inet}, {@code inet6}, … */
    Map<String, Map<String, @Nullable Object>> all() {
        if (!programs.has("ip")) {
            return Map.of();
        }
        Map<String, Map<String, @Nullable Object>> all = new LinkedHashMap<>();
        String text =
                programs.output("ip", "link", "show")
                        + "\n"
                        + programs.output("ip", "addr", "show");
        for (String group : NEXT.split(text)) {
            read(group, all);
        }
        return all;
    }

    private static void read(String group, Map<String, Map<String, @Nullable Object>> all) {
        String name = "";
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        for (String line : group.lines().toList()) {
            Matcher head = HEAD.matcher(line);
            if (head.find()) {
                name = head.group(1);
                data.put("up", List.of(head.group(3).split(",")).contains("UP"));
                if (head.group(2) != null) {
                    data.put("parent", head.group(2));
                }
                continue;
            }
            String[] words = line.strip().split("\\s+");
            if (words.length < 2) {
                continue;
            }
            if (words[0].equals("inet") || words[0].equals("inet6")) {
                address(List.of(words), data);
            } else if (words[0].startsWith("link")) {
                data.put("hwaddr", words[1]);
            }
        }
        if (!name.isEmpty()) {
            all.put(name, data);
        }
    }

    private static void address(List<String> words, Map<String, @Nullable Object> data) {
        String type = words.getFirst();
        String[] value = words.get(1).split("/");
        Map<String, @Nullable Object> address = new LinkedHashMap<>();
        boolean secondary = words.contains("secondary");
        if (secondary) {
            address.put("type", type);
        }
        address.put("address", value[0]);
        if (type.equals("inet")) {
            String prefix = value.length > 1 ? value[1] : "32";
            address.put(
                    "netmask",
                    IpNetwork.parse(value[0] + "/" + prefix)
                            .map(n -> n.mask().toString())
                            .orElse(""));
            address.put("broadcast", after("brd", words));
            address.put("label", words.getLast());
        } else {
            address.put("prefixlen", value.length > 1 ? value[1] : 32L);
            address.put("scope", after("scope", words));
        }
        list(data, secondary ? "secondary" : type).add(address);
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Map<String, @Nullable Object> data, String key) {
        return (List<Object>) data.computeIfAbsent(key, _ -> new ArrayList<>());
    }

    private static @Nullable String after(String word, List<String> words) {
        int at = words.indexOf(word);
        return at < 0 || at + 1 >= words.size() ? null : words.get(at + 1);
    }

    /**
     * The networks of interfaces' addresses, sorted, each once.
     *
     * @param patterns of interfaces' names; empty means all
     * @param type {@code inet} or {@code inet6}
     */
    List<IpNetwork> networks(Collection<String> patterns, String type, boolean loopback) {
        List<IpNetwork> networks = new ArrayList<>();
        all().forEach((name, data) -> {
            if (patterns.isEmpty() || patterns.stream().anyMatch(p -> Fnmatch.matches(name, p))) {
                networks.addAll(networks(data, type));
            }
        });
        return networks.stream()
                .filter(n -> loopback || !n.address().isLoopback())
                .distinct()
                .sorted(
                        Comparator.comparing((IpNetwork n) -> n.address().value())
                                .thenComparingInt(IpNetwork::prefix))
                .toList();
    }

    private static List<IpNetwork> networks(Map<String, @Nullable Object> data, String type) {
        List<IpNetwork> networks = new ArrayList<>();
        for (String key : List.of(type, "secondary")) {
            if (!(data.get(key) instanceof List<?> addresses)) {
                continue;
            }
            for (Object entry : addresses) {
                if (entry instanceof Map<?, ?> address
                        && (key.equals(type) || type.equals(address.get("type")))) {
                    Object length = address.get(type.equals("inet") ? "netmask" : "prefixlen");
                    IpNetwork.parse(address.get("address") + "/" + length)
                            .map(IpNetwork::whole)
                            .ifPresent(networks::add);
                }
            }
        }
        return networks;
    }
}
