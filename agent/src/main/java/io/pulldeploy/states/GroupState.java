package io.pulldeploy.states;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.model.StateResult.Outcome;
import io.pulldeploy.modules.AccountInfo;
import io.pulldeploy.modules.Texts;
import io.pulldeploy.system.Accounts;
import io.pulldeploy.system.Accounts.Group;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The {@code group} states. */
public final class GroupState {
    private final Accounts accounts;

    public GroupState(Host host) {
        this.accounts = host.accounts();
    }

    public List<StateFunction> functions() {
        return List.of(
                new StateFunction(
                        "group.present",
                        "A group with this number and these members.",
                        "name, gid=None, system=False, addusers=None, delusers=None, members=None, non_unique=False, local=False",
                        this::present),
                new StateFunction(
                        "group.absent",
                        "No group of that name.",
                        "name, local=False",
                        this::absent));
    }

    private static List<String> texts(Arguments args, String name) {
        return args.list(name).stream().map(Texts::str).toList();
    }

    private Map<String, @Nullable Object> differences(Arguments args, Group group) {
        Map<String, @Nullable Object> change = new LinkedHashMap<>();
        args.integer("gid").filter(g -> g != group.gid()).ifPresent(g -> change.put("gid", g));
        if (args.value("members") != null) {
            List<String> members = texts(args, "members");
            if (!new HashSet<>(members).equals(new HashSet<>(group.members()))) {
                change.put(
                        members.isEmpty() ? "delusers" : "members",
                        members.isEmpty() ? group.members() : members);
            }
        }
        List<String> add =
                texts(args, "addusers").stream().filter(u -> !group.members().contains(u)).toList();
        if (!add.isEmpty()) {
            change.put("addusers", add);
        }
        List<String> remove =
                texts(args, "delusers").stream().filter(group.members()::contains).toList();
        if (!remove.isEmpty()) {
            change.put("delusers", remove);
        }
        return change;
    }

    private StateResult present(StateCall call) {
        Arguments args = call.args();
        String name = call.name();
        boolean steps = args.value("addusers") != null || args.value("delusers") != null;
        if (args.value("members") != null && steps) {
            return new StateResult(
                    Outcome.WOULD_CHANGE,
                    Map.of(),
                    "Error: Conflicting options \"members\" with \"addusers\" and/or \"delusers\" can not be used together. ",
                    Map.of());
        }
        if (!Collections.disjoint(texts(args, "addusers"), texts(args, "delusers"))) {
            return new StateResult(
                    Outcome.WOULD_CHANGE,
                    Map.of(),
                    "Error. Same user(s) can not be added and deleted simultaneously",
                    Map.of());
        }
        Optional<Group> group = accounts.group(name);
        if (group.isEmpty()) {
            return call.apply(Map.of(), "Group " + name + " set to be added", () -> created(call));
        }
        Map<String, @Nullable Object> differences = differences(args, group.get());
        if (differences.isEmpty()) {
            return StateResult.succeeded("Group " + name + " is present and up to date");
        }
        StringBuilder comment =
                new StringBuilder("The following group attributes are set to be changed:\n");
        differences.forEach((key, value) ->
                comment.append(key).append(": ").append(Texts.str(value)).append('\n'));
        return call.apply(
                Map.of(),
                comment.toString(),
                () -> {
                    try {
                        change(args, group.get(), differences);
                    } catch (Failure e) {
                        return StateResult.failed(comment + String.valueOf(e.getMessage()));
                    }
                    Map<String, @Nullable Object> left =
                            differences(args, accounts.group(name).orElseThrow());
                    return left.isEmpty()
                            ? StateResult.changed(
                                    Map.of("Final", "All changes applied successfully"),
                                    comment.toString())
                            : StateResult.failed(
                                    Map.of("Failed", left),
                                    comment + "Some changes could not be applied");
                });
    }

    private void change(
            Arguments args, Group group, Map<String, ? extends @Nullable Object> differences) {
        if (differences.get("gid") instanceof Long gid) {
            accounts.changeGroup(group.name(), gid, !args.flag("non_unique"));
        }
        List<String> members = new ArrayList<>(group.members());
        if (differences.get("members") instanceof List<?> wanted) {
            members.clear();
            wanted.forEach(m -> members.add(Texts.str(m)));
        }
        if (differences.get("addusers") instanceof List<?> more) {
            more.forEach(m -> members.add(Texts.str(m)));
        }
        if (differences.get("delusers") instanceof List<?> fewer) {
            members.removeAll(fewer);
        }
        if (!members.equals(group.members())) {
            accounts.setMembers(group.name(), members);
        }
    }

    private StateResult created(StateCall call) {
        Arguments args = call.args();
        String name = call.name();
        Optional<Group> taken = args.integer("gid").flatMap(accounts::groupById);
        if (taken.isPresent() && !args.flag("non_unique")) {
            return StateResult.failed(
                    "Group %s is not present but gid %d is already taken by group %s"
                            .formatted(name, taken.get().gid(), taken.get().name()));
        }
        try {
            accounts.addGroup(
                    name,
                    args.integer("gid").map(OptionalLong::of).orElseGet(OptionalLong::empty),
                    args.flag("system"),
                    !args.flag("non_unique"));
            List<String> members =
                    args.flag("addusers") ? texts(args, "addusers") : texts(args, "members");
            if (!members.isEmpty()) {
                accounts.setMembers(name, members);
            }
        } catch (Failure e) {
            return StateResult.failed("Failed to create new group " + name + ": " + e.getMessage());
        }
        return StateResult.changed(
                AccountInfo.of(accounts.group(name).orElseThrow()),
                "New group " + name + " created");
    }

    private StateResult absent(StateCall call) {
        String name = call.name();
        if (accounts.group(name).isEmpty()) {
            return StateResult.succeeded("Group not present");
        }
        return call.apply(
                Map.of(),
                "Group " + name + " is set for removal",
                () -> {
                    try {
                        accounts.removeGroup(name);
                    } catch (Failure e) {
                        return StateResult.failed(
                                "Failed to remove group " + name + ": " + e.getMessage());
                    }
                    return StateResult.changed(Map.of(name, ""), "Removed group " + name);
                });
    }
}
