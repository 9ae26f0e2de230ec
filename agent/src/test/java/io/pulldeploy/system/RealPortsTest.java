package io.pulldeploy.system;

import org.junit.jupiter.api.Nested;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What of the contracts the real adapters can be held to on any machine: reading, and what a user
 * may do to files of its own. Changing packages, services, accounts and names is for a machine of
 * its own.
 */
class RealPortsTest {
    @Nested
    class OfAccounts extends AccountsReadContract {
        @Override
        protected Accounts accounts() {
            return new AccountFiles(
                    new FileTree(),
                    _ -> {
                        throw new AssertionError("no account is changed here");
                    });
        }
    }

    @Nested
    class OfHostNames extends HostNamesReadContract {
        @Override
        protected HostNames hostNames() {
            return new SystemHostNames(new FileTree(), new ScriptedProcesses());
        }
    }

    @Nested
    class OfOwnership extends OwnershipContract {
        @Override
        protected Ownership ownership(Path scratch) {
            return new KernelOwnership();
        }

        @Override
        protected long uid() {
            return own("uid");
        }

        @Override
        protected long gid() {
            return own("gid");
        }

        private static long own(String which) {
            try {
                return (int) Files.getAttribute(Path.of("/proc/self"), "unix:" + which);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
