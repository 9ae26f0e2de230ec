package io.pulldeploy.system;

import java.time.Clock;

/** Everything of the machine that states and functions may use. */
public record Host(
        FileTree files,
        Processes processes,
        Packages packages,
        Services services,
        Accounts accounts,
        HostNames hostNames,
        Clock clock) {}
