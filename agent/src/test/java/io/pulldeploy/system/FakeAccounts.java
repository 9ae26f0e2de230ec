package io.pulldeploy.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Accounts in memory; root is there from the start. */
public final class FakeAccounts implements Accounts {
    private final Map<String, User> users = new LinkedHashMap<>();
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Map<String, Shadow> shadows = new LinkedHashMap<>();

    public FakeAccounts() {
        users.put("root", new User("root", 0, 0, "root", "/root", "/bin/sh"));
        groups.put("root", new Group("root", 0, List.of()));
    }

    @Override
    public List<User> users() {
        return List.copyOf(users.values());
    }

    @Override
    public List<Group> groups() {
        return List.copyOf(groups.values());
    }

    @Override
    public Optional<Shadow> shadow(String name) {
        return Optional.ofNullable(shadows.get(name));
    }

    @Override
    public void addUser(String name, Settings settings, Creation creation) {
        long uid = settings.uid().orElse(1000 + users.size());
        if (settings.primaryGroup().isEmpty() && creation.userGroup() && group(name).isEmpty()) {
            groups.put(name, new Group(name, uid, List.of()));
        }
        users.put(
                name,
                new User(
                        name,
                        uid,
                        settings.primaryGroup().map(this::gid).orElse(uid),
                        settings.comment().orElse(""),
                        settings.home().orElse("/home/" + name),
                        settings.shell().orElse("/bin/sh")));
        shadows.put(
                name,
                new Shadow(name, settings.password().orElse("!"), 20000, 0, 99999, 7, -1, -1));
        settings.groups().ifPresent(g -> join(name, g));
    }

    private long gid(String nameOrNumber) {
        return nameOrNumber.chars().allMatch(Character::isDigit)
                ? Long.parseLong(nameOrNumber)
                : group(nameOrNumber).orElseThrow().gid();
    }

    private void join(String user, List<String> wanted) {
        groups.replaceAll((name, g) -> {
            List<String> members = new ArrayList<>(g.members());
            members.remove(user);
            if (wanted.contains(name)) {
                members.add(user);
            }
            return new Group(name, g.gid(), members);
        });
    }

    @Override
    public void changeUser(String name, Settings settings, boolean moveHome) {
        users.computeIfPresent(
                name,
                (_, u) ->
                        new User(
                                name,
                                settings.uid().orElse(u.uid()),
                                settings.primaryGroup().map(this::gid).orElse(u.gid()),
                                settings.comment().orElse(u.comment()),
                                settings.home().orElse(u.home()),
                                settings.shell().orElse(u.shell())));
        settings.groups().ifPresent(g -> join(name, g));
        settings.password()
                .ifPresent(p ->
                        shadows.computeIfPresent(
                                name,
                                (_, s) ->
                                        new Shadow(
                                                name,
                                                p,
                                                s.lastChange(),
                                                s.min(),
                                                s.max(),
                                                s.warn(),
                                                s.inactive(),
                                                s.expire())));
    }

    @Override
    public void changeAges(String name, Shadow ages) {
        shadows.put(name, ages);
    }

    @Override
    public void removeUser(String name, boolean removeHome, boolean force) {
        users.remove(name);
        shadows.remove(name);
        groups.remove(name);
        join(name, List.of());
    }

    @Override
    public void addGroup(String name, OptionalLong gid, boolean system, boolean unique) {
        groups.put(name, new Group(name, gid.orElse(1000 + groups.size()), List.of()));
    }

    @Override
    public void changeGroup(String name, long gid, boolean unique) {
        groups.computeIfPresent(name, (_, g) -> new Group(name, gid, g.members()));
    }

    @Override
    public void setMembers(String group, List<String> members) {
        groups.computeIfPresent(group, (_, g) -> new Group(group, g.gid(), members));
    }

    @Override
    public void removeGroup(String name) {
        groups.remove(name);
    }
}
