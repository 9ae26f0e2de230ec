package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.system.Host;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The {@code hosts} functions: names in {@code /etc/hosts}. */
public final class HostsModule {
    private final HostsFile hosts;

    public HostsModule(Host host) {
        this.hosts = new HostsFile(host.files());
    }

    public List<ExecutionFunction> functions() {
        return List.of(
                function("list_hosts", "Addresses and their names.", "", _ -> listed()),
                function(
                        "get_ip",
                        "The address of a name; empty if it has none.",
                        "host",
                        a ->
                                hosts.entries().entrySet().stream()
                                        .filter(e ->
                                                e.getValue().aliases().contains(a.string("host")))
                                        .map(Map.Entry::getKey)
                                        .findFirst()
                                        .orElse("")),
                function(
                        "get_alias",
                        "The names of an address.",
                        "ip",
                        a ->
                                Optional.ofNullable(hosts.entries().get(a.string("ip")))
                                        .map(HostsFile.Entry::aliases)
                                        .orElse(List.of())),
                function(
                        "has_pair",
                        "Whether an address has a name.",
                        "ip, alias",
                        a ->
                                a.list("alias").stream()
                                        .allMatch(n -> hosts.has(a.string("ip"), Texts.str(n)))),
                function(
                        "add_host",
                        "Gives an address one more name.",
                        "ip, alias",
                        a -> {
                            hosts.add(a.string("ip"), a.string("alias"));
                            return true;
                        }),
                function(
                        "rm_host",
                        "Takes a name from an address.",
                        "ip, alias",
                        a -> {
                            hosts.remove(a.string("ip"), a.string("alias"));
                            return true;
                        }),
                function(
                        "set_host",
                        "Gives an address these names and no others.",
                        "ip, alias, comment=None",
                        a -> {
                            String names = a.string("alias").strip();
                            hosts.set(
                                    a.string("ip"),
                                    names.isEmpty() ? List.of() : List.of(names.split("\\s+")));
                            a.text("comment").ifPresent(c -> hosts.comment(a.string("ip"), c));
                            return true;
                        }),
                function(
                        "set_comment",
                        "Sets an address's comment.",
                        "ip, comment",
                        a -> hosts.comment(a.string("ip"), a.string("comment"))));
    }

    private static ExecutionFunction function(
            String name, String doc, String signature, Function<Arguments, Object> body) {
        return new ExecutionFunction(
                "hosts." + name, doc, signature, (_, args) -> body.apply(args));
    }

    private Map<String, Object> listed() {
        Map<String, Object> all = new LinkedHashMap<>();
        hosts.entries()
                .forEach((address, entry) -> {
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("aliases", entry.aliases());
                    entry.comment().ifPresent(c -> one.put("comment", c));
                    all.put(address, one);
                });
        return all;
    }
}
