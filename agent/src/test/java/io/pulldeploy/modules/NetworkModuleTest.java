package io.pulldeploy.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.HostNames;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class NetworkModuleTest {
    private static final Map<String, @Nullable Object> GRAINS =
            Map.of(
                    "ip4_interfaces",
                    Map.of("lo", List.of("127.0.0.1"), "eth0", List.of("198.51.100.9", "10.0.0.7")),
                    "hwaddr_interfaces",
                    Map.of("eth0", "02:00:00:00:00:01"));

    @TempDir Path root;

    @Test
    void addressesAreSortedWithoutTheLoopback() {
        assertThat(call("network.ip_addrs", Map.of()))
                .isEqualTo(List.of("10.0.0.7", "198.51.100.9"));
    }

    @Test
    void addressesAreChosenByInterfaceNetworkAndKind() {
        assertThat(call("network.ip_addrs", Map.of("interface", "l*", "include_loopback", true)))
                .isEqualTo(List.of("127.0.0.1"));
        assertThat(call("network.ip_addrs", Map.of("cidr", "10.0.0.0/8")))
                .isEqualTo(List.of("10.0.0.7"));
        assertThat(call("network.ip_addrs", Map.of("cidr", "nonsense"))).isEqualTo(List.of());
        assertThat(call("network.ip_addrs", Map.of("type", "private")))
                .isEqualTo(List.of("10.0.0.7", "198.51.100.9"));
    }

    @Test
    void anUnknownInterfaceNamesThoseThatAreThere() {
        assertThat(call("network.hw_addr", Map.of("iface", "eth0"))).isEqualTo("02:00:00:00:00:01");
        assertThat(call("network.hw_addr", Map.of("iface", "eth9")))
                .isEqualTo("Interface \"eth9\" not in available interfaces: \"eth0\"");
    }

    @Test
    void whatIsNoAddressIsRefused() {
        assertThatThrownBy(() -> call("network.is_private", Map.of("ip_addr", "nope")))
                .isInstanceOf(CallError.class)
                .hasMessageContaining("'nope' does not appear to be an IPv4 or IPv6 address");
    }

    private @Nullable Object call(String function, Map<String, @Nullable Object> arguments) {
        Registry<ExecutionFunction> registry = Registry.ofExecutionFunctions();
        registry.add(new NetworkModule(NAMES).functions());
        ExecutionFunction found = registry.find(function).orElseThrow();
        PlainMinion minion =
                new PlainMinion(Map.of(), GRAINS, Map.of(), new FileTree(root), registry);
        return found.body().call(minion, found.signature().bind(function, List.of(), arguments));
    }

    private static final HostNames NAMES =
            new HostNames() {
                @Override
                public String current() {
                    return "web";
                }

                @Override
                public String configured() {
                    return "web";
                }

                @Override
                public void set(String name) {
                    throw new UnsupportedOperationException(name);
                }
            };
}
