package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.Host;
import io.pulldeploy.target.IpNetwork;

import org.jspecify.annotations.Nullable;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code dig.*}: what name servers answer. Addresses are also known where there is no dig, by the
 * machine's own resolver.
 */
public final class DigModule {
    private static final Pattern SENDER = Pattern.compile("(?:\\+|~)?(ip[46]|include):(.+)");

    private final Programs programs;
    private final FunctionList functions = new FunctionList("dig");

    /** A body that gets what is asked about, and the name server. */
    @FunctionalInterface
    private interface Body {
        @Nullable Object answer(String name, Optional<String> server, Arguments args);
    }

    public DigModule(Host host) {
        this.programs = new Programs(host.processes());
    }

    public List<ExecutionFunction> functions() {
        String host = "host, nameserver=None";
        add("A", "The IPv4 addresses of a host.", host, (name, server, _) -> ips(name, server));
        add(
                "AAAA",
                "The IPv6 addresses of a host.",
                host,
                (name, server, _) -> addresses(name, "AAAA", Inet6Address.class, server));
        add(
                "PTR",
                "The names of an address.",
                host,
                (name, server, _) -> lines(ask(server, "-x", name)));
        add(
                "CNAME",
                "The host that a name stands for.",
                host,
                (name, server, _) ->
                        ask(server, name, "CNAME").<Object>map(o -> o).orElse(List.of()));
        add(
                "NS",
                "The name servers of a domain.",
                "domain, resolve=True, nameserver=None",
                (name, server, a) -> {
                    List<String> hosts = lines(ask(server, name, "NS"));
                    return a.flag("resolve")
                            ? hosts.stream().flatMap(h -> ips(h, server).stream()).toList()
                            : hosts;
                });
        add(
                "MX",
                "The mail servers of a domain, and their order.",
                "domain, resolve=False, nameserver=None",
                this::mailServers);
        add(
                "SPF",
                "The addresses that may send a domain's mail.",
                "domain, record='SPF', nameserver=None",
                (name, server, a) -> senders(name, a.string("record"), server));
        functions.add(
                "TXT",
                "The texts of a host.",
                host,
                (_, a) -> lines(ask(a.text("nameserver"), a.string("host"), "TXT")));
        return functions
                .add(
                        "check_ip",
                        "Whether a text is an IP address.",
                        "addr",
                        (_, a) -> isAddress(a.string("addr")))
                .all();
    }

    private void add(String name, String doc, String signature, Body body) {
        String asked = signature.substring(0, signature.indexOf(','));
        for (String spelling : List.of(name, name.toLowerCase(Locale.ROOT))) {
            functions.add(
                    spelling,
                    doc,
                    signature,
                    (_, a) -> body.answer(a.string(asked), a.text("nameserver"), a));
        }
    }

    private static boolean isAddress(String text) {
        return IpNetwork.parse(text).isPresent();
    }

    /** What dig prints; empty if it fails. */
    private Optional<String> ask(Optional<String> server, String... question) {
        programs.need("dig");
        List<String> command = new ArrayList<>(List.of("dig", "+short"));
        command.addAll(List.of(question));
        server.ifPresent(name -> command.add("@" + name));
        Completed done = programs.run(command);
        return done.succeeded() ? Optional.of(done.output().stripTrailing()) : Optional.empty();
    }

    private static List<String> lines(Optional<String> printed) {
        return printed.map(text -> List.of(text.split("\n", -1))).orElse(List.of());
    }

    private List<String> ips(String name, Optional<String> server) {
        return addresses(name, "A", Inet4Address.class, server);
    }

    private List<String> addresses(
            String name, String type, Class<? extends InetAddress> kind, Optional<String> server) {
        if (programs.has("dig") || server.isPresent()) {
            return lines(ask(server, name, type)).stream().filter(DigModule::isAddress).toList();
        }
        try {
            return Stream.of(InetAddress.getAllByName(name))
                    .filter(kind::isInstance)
                    .map(InetAddress::getHostAddress)
                    .toList();
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    private List<List<String>> mailServers(String name, Optional<String> server, Arguments args) {
        List<List<String>> found = new ArrayList<>();
        for (String line : lines(ask(server, name, "MX"))) {
            List<String> words = line.isBlank() ? List.of() : List.of(line.strip().split("\\s+"));
            found.add(
                    args.flag("resolve")
                            ? List.of(words.get(0), ips(words.get(1), server).getFirst())
                            : words);
        }
        return found;
    }

    private List<String> senders(String domain, String record, Optional<String> server) {
        Optional<String> printed = ask(server, domain, record);
        if (printed.isEmpty()) {
            return List.of();
        }
        if (printed.get().isEmpty() && record.equals("SPF")) {
            return senders(domain, "TXT", server);
        }
        String[] sections = printed.get().replace("\"", "").strip().split("\\s+");
        if (!sections[0].equals("v=spf1") || sections.length < 2) {
            return List.of();
        }
        if (sections[1].startsWith("redirect=")) {
            return senders(sections[1].substring("redirect=".length()), "SPF", server);
        }
        List<String> found = new ArrayList<>();
        for (String section : sections) {
            Matcher parts = SENDER.matcher(section);
            if (!parts.lookingAt()) {
                continue;
            }
            if (parts.group(1).equals("include")) {
                found.addAll(senders(parts.group(2), "SPF", server));
            } else if (isAddress(parts.group(2))) {
                found.add(parts.group(2));
            }
        }
        return found;
    }
}
