package io.pulldeploy.render;

import io.pulldeploy.system.FakeAccounts;
import io.pulldeploy.system.FakeHostNames;
import io.pulldeploy.system.FakePackages;
import io.pulldeploy.system.FakeServices;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.RealProcesses;

import java.time.Clock;

/** The machine as far as templates look at it: its real files and programs, a clock in UTC. */
public final class TestHosts {
    private TestHosts() {}

    public static Host real() {
        return new Host(
                new FileTree(),
                new RealProcesses(new FileTree(), new FakeAccounts(), System.getenv()),
                new FakePackages(),
                new FakeServices(),
                new FakeAccounts(),
                new FakeHostNames("web-1"),
                Clock.systemUTC());
    }
}
