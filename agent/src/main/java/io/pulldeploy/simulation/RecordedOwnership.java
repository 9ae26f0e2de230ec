package io.pulldeploy.simulation;

import io.pulldeploy.simulation.Recording.Change;
import io.pulldeploy.system.Accounts;
import io.pulldeploy.system.Ownership;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Owners that are only written down. What nobody gave away is root's, as on an instance. */
final class RecordedOwnership implements Ownership {
    private static final String WHAT = "owner";

    private record Ids(long uid, long gid) {
        static final Ids ROOT = new Ids(0, 0);
    }

    private final Recording recording;
    private final Accounts accounts;
    private final Map<String, Ids> owners = new HashMap<>();

    RecordedOwnership(Recording recording, Accounts accounts) {
        this.recording = recording;
        this.accounts = accounts;
        recording.replay(WHAT, this::apply);
    }

    @Override
    public synchronized Owner of(Path onDisk, Owner kernel) {
        Ids ids = owners.getOrDefault(onDisk.toString(), Ids.ROOT);
        return new Owner(
                ids.uid(),
                ids.gid(),
                accounts.userById(ids.uid())
                        .map(Accounts.User::name)
                        .orElse(Long.toString(ids.uid())),
                accounts.groupById(ids.gid())
                        .map(Accounts.Group::name)
                        .orElse(Long.toString(ids.gid())));
    }

    @Override
    public synchronized void change(Path onDisk, OptionalLong uid, OptionalLong gid) {
        Ids now = owners.getOrDefault(onDisk.toString(), Ids.ROOT);
        Ids wanted = new Ids(uid.orElse(now.uid()), gid.orElse(now.gid()));
        if (!wanted.equals(now)) {
            Change change =
                    Change.of(
                            WHAT,
                            "change",
                            "path",
                            onDisk.toString(),
                            "uid",
                            Long.toString(wanted.uid()),
                            "gid",
                            Long.toString(wanted.gid()));
            recording.add(change);
            apply(change);
        }
    }

    private synchronized void apply(Change change) {
        owners.put(change.get("path"), new Ids(change.number("uid"), change.number("gid")));
    }
}
