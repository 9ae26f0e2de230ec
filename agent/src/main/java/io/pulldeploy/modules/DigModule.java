package io.pulldeploy.modules;

import io.pulldeploy.loader.ExecutionFunction;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/** {@code dig.*}: addresses of host names, by the machine's own resolver. */
public final class DigModule {
    public List<ExecutionFunction> functions() {
        return List.of(
                lookup("dig.A", "The IPv4 addresses of a host.", Inet4Address.class),
                lookup("dig.AAAA", "The IPv6 addresses of a host.", Inet6Address.class),
                new ExecutionFunction(
                        "dig.check_ip",
                        "Whether a text is an IP address.",
                        "addr",
                        (minion, args) ->
                                io.pulldeploy.target.IpNetwork.parse(args.string("addr"))
                                        .isPresent()));
    }

    private static ExecutionFunction lookup(
            String name, String doc, Class<? extends InetAddress> kind) {
        return new ExecutionFunction(
                name,
                doc,
                "host, nameserver=None",
                (minion, args) -> {
                    try {
                        return Stream.of(InetAddress.getAllByName(args.string("host")))
                                .filter(kind::isInstance)
                                .map(InetAddress::getHostAddress)
                                .toList();
                    } catch (UnknownHostException e) {
                        return List.of();
                    }
                });
    }
}
