package io.pulldeploy.simulation;

import io.pulldeploy.simulation.Recording.Change;
import io.pulldeploy.system.Accounts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** Users and groups that are only written down, on top of those that this machine really has. */
final class RecordedAccounts implements Accounts {
    private static final String WHAT = "account";
    private static final long FIRST_SYSTEM = 100;
    private static final long FIRST_ORDINARY = 1000;

    private final Recording recording;
    private final Map<String, User> users = new LinkedHashMap<>();
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Map<String, Shadow> shadows = new LinkedHashMap<>();

    RecordedAccounts(Recording recording, Accounts real) {
        this.recording = recording;
        real.users().forEach(u -> users.put(u.name(), u));
        real.groups().forEach(g -> groups.put(g.name(), g));
        recording.replay(WHAT, this::apply);
    }

    @Override
    public synchronized List<User> users() {
        return List.copyOf(users.values());
    }

    @Override
    public synchronized List<Group> groups() {
        return List.copyOf(groups.values());
    }

    @Override
    public synchronized Optional<Shadow> shadow(String name) {
        return users.containsKey(name)
                ? Optional.of(
                        shadows.getOrDefault(name, new Shadow(name, "!", -1, -1, -1, -1, -1, -1)))
                : Optional.empty();
    }

    @Override
    public synchronized void addUser(String name, Settings settings, Creation creation) {
        long uid =
                settings.uid()
                        .orElseGet(() ->
                                free(
                                        creation.system(),
                                        users.values().stream().mapToLong(User::uid)));
        long gid =
                settings.primaryGroup()
                        .map(this::gid)
                        .orElseGet(() -> {
                            if (!creation.userGroup()) {
                                return 100L;
                            }
                            if (!groups.containsKey(name)) {
                                addGroup(name, OptionalLong.empty(), creation.system(), true);
                            }
                            return gid(name);
                        });
        store(
                "add",
                new User(
                        name,
                        uid,
                        gid,
                        settings.comment().orElse(""),
                        settings.home().orElse("/home/" + name),
                        settings.shell().orElse("/bin/sh")));
        applyRest(name, settings);
    }

    @Override
    public synchronized void changeUser(String name, Settings settings, boolean moveHome) {
        User now = user(name).orElseThrow();
        store(
                "change",
                new User(
                        name,
                        settings.uid().orElse(now.uid()),
                        settings.primaryGroup().map(this::gid).orElse(now.gid()),
                        settings.comment().orElse(now.comment()),
                        settings.home().orElse(now.home()),
                        settings.shell().orElse(now.shell())));
        applyRest(name, settings);
    }

    private void applyRest(String name, Settings settings) {
        settings.groups()
                .ifPresent(wanted -> {
                    for (Group group : List.copyOf(groups.values())) {
                        List<String> members = new ArrayList<>(group.members());
                        boolean should = wanted.contains(group.name());
                        if (should != members.contains(name)) {
                            if (should) {
                                members.add(name);
                            } else {
                                members.remove(name);
                            }
                            setMembers(group.name(), members);
                        }
                    }
                });
        settings.password()
                .ifPresent(hash -> {
                    Shadow now = shadow(name).orElseThrow();
                    store(
                            new Shadow(
                                    name,
                                    hash,
                                    now.lastChange(),
                                    now.min(),
                                    now.max(),
                                    now.warn(),
                                    now.inactive(),
                                    now.expire()));
                });
    }

    @Override
    public synchronized void changeAges(String name, Shadow ages) {
        store(ages);
    }

    /** As userdel does: its own group goes with it, unless somebody else is in it. */
    @Override
    public synchronized void removeUser(String name, boolean removeHome, boolean force) {
        record(Change.of(WHAT, "remove-user", "name", name));
        for (Group group : List.copyOf(groups.values())) {
            List<String> others = group.members().stream().filter(m -> !m.equals(name)).toList();
            boolean own = group.name().equals(name) && others.isEmpty();
            boolean primary = users.values().stream().anyMatch(u -> u.gid() == group.gid());
            if (own && !primary) {
                removeGroup(name);
            } else if (others.size() < group.members().size()) {
                setMembers(group.name(), others);
            }
        }
    }

    @Override
    public synchronized void addGroup(
            String name, OptionalLong gid, boolean system, boolean unique) {
        long number =
                gid.orElseGet(() -> free(system, groups.values().stream().mapToLong(Group::gid)));
        store("add", new Group(name, number, List.of()));
    }

    @Override
    public synchronized void changeGroup(String name, long gid, boolean unique) {
        store("change", new Group(name, gid, group(name).orElseThrow().members()));
    }

    @Override
    public synchronized void setMembers(String group, List<String> members) {
        store("change", new Group(group, gid(group), members));
    }

    @Override
    public void removeGroup(String name) {
        record(Change.of(WHAT, "remove-group", "name", name));
    }

    private long gid(String nameOrNumber) {
        return group(nameOrNumber).map(Group::gid).orElseGet(() -> Long.parseLong(nameOrNumber));
    }

    private static long free(boolean system, LongStream taken) {
        List<Long> numbers = taken.boxed().toList();
        long number = system ? FIRST_SYSTEM : FIRST_ORDINARY;
        while (numbers.contains(number)) {
            number++;
        }
        return number;
    }

    private void store(String verb, User user) {
        record(
                Change.of(
                        WHAT,
                        verb + "-user",
                        "name",
                        user.name(),
                        "uid",
                        Long.toString(user.uid()),
                        "gid",
                        Long.toString(user.gid()),
                        "comment",
                        user.comment(),
                        "home",
                        user.home(),
                        "shell",
                        user.shell()));
    }

    private void store(String verb, Group group) {
        record(
                Change.of(
                        WHAT,
                        verb + "-group",
                        "name",
                        group.name(),
                        "gid",
                        Long.toString(group.gid()),
                        "members",
                        String.join(",", group.members())));
    }

    private void store(Shadow shadow) {
        record(
                Change.of(
                        WHAT,
                        "change-shadow",
                        "name",
                        shadow.name(),
                        "password",
                        shadow.password(),
                        "lastChange",
                        Long.toString(shadow.lastChange()),
                        "min",
                        Long.toString(shadow.min()),
                        "max",
                        Long.toString(shadow.max()),
                        "warn",
                        Long.toString(shadow.warn()),
                        "inactive",
                        Long.toString(shadow.inactive()),
                        "expire",
                        Long.toString(shadow.expire())));
    }

    private void record(Change change) {
        recording.add(change);
        apply(change);
    }

    private synchronized void apply(Change change) {
        String name = change.get("name");
        switch (change.action()) {
            case "add-user", "change-user" ->
                    users.put(
                            name,
                            new User(
                                    name,
                                    change.number("uid"),
                                    change.number("gid"),
                                    change.get("comment"),
                                    change.get("home"),
                                    change.get("shell")));
            case "remove-user" -> {
                users.remove(name);
                shadows.remove(name);
            }
            case "add-group", "change-group" ->
                    groups.put(name, new Group(name, change.number("gid"), change.list("members")));
            case "remove-group" -> groups.remove(name);
            case "change-shadow" ->
                    shadows.put(
                            name,
                            new Shadow(
                                    name,
                                    change.get("password"),
                                    change.number("lastChange"),
                                    change.number("min"),
                                    change.number("max"),
                                    change.number("warn"),
                                    change.number("inactive"),
                                    change.number("expire")));
            default -> {}
        }
    }
}
