package io.pulldeploy.system;

import org.junit.jupiter.api.Nested;

import java.nio.file.Path;
import java.util.Optional;

/** The fakes of the machine's ports keep the contracts that the real adapters are held to. */
class FakesTest {
    @Nested
    class OfPackages extends PackagesContract {
        @Override
        protected Packages packages() {
            return new FakePackages().offer("tree", "2.1.0-1");
        }

        @Override
        protected String offered() {
            return "tree";
        }

        @Override
        protected Optional<String> unknown() {
            return Optional.of("pd-no-such-package");
        }
    }

    @Nested
    class OfServices extends ServicesContract {
        @Override
        protected Services services() {
            return new FakeServices().add("app");
        }

        @Override
        protected String stopped() {
            return "app";
        }

        @Override
        protected Optional<String> unknown() {
            return Optional.of("pd-no-such-service");
        }
    }

    @Nested
    class OfAccounts extends AccountsContract {
        private final Accounts accounts = new FakeAccounts();

        @Override
        protected Accounts accounts() {
            return accounts;
        }
    }

    @Nested
    class OfHostNames extends HostNamesContract {
        private final HostNames names = new FakeHostNames("ip-10-0-0-1");

        @Override
        protected HostNames hostNames() {
            return names;
        }
    }

    @Nested
    class OfOwnership extends OwnershipContract {
        @Override
        protected Ownership ownership(Path scratch) {
            return new FakeOwnership(new FakeAccounts());
        }

        @Override
        protected long uid() {
            return 23_010;
        }

        @Override
        protected long gid() {
            return 23_001;
        }
    }
}
