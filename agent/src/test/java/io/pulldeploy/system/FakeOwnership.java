package io.pulldeploy.system;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Files that are all root's until they are given away, so that tests need not run as root. */
public final class FakeOwnership implements Ownership {
    private final Accounts accounts;
    private final Map<Path, Owner> given = new HashMap<>();

    public FakeOwnership(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public Owner of(Path onDisk, Owner kernel) {
        return given.getOrDefault(onDisk, new Owner(0, 0, "root", "root"));
    }

    @Override
    public void change(Path onDisk, OptionalLong uid, OptionalLong gid) {
        Owner now = of(onDisk, new Owner(0, 0, "root", "root"));
        long user = uid.orElse(now.uid());
        long group = gid.orElse(now.gid());
        given.put(
                onDisk,
                new Owner(
                        user,
                        group,
                        accounts.userById(user).map(u -> u.name()).orElse("" + user),
                        accounts.groupById(group).map(g -> g.name()).orElse("" + group)));
    }
}
