package io.pulldeploy.states;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.modules.AccountInfo;
import io.pulldeploy.modules.FilePermissions;
import io.pulldeploy.modules.FilePermissions.Wanted;
import io.pulldeploy.modules.Texts;
import io.pulldeploy.system.Accounts;
import io.pulldeploy.system.Accounts.Creation;
import io.pulldeploy.system.Accounts.Settings;
import io.pulldeploy.system.Accounts.Shadow;
import io.pulldeploy.system.Accounts.User;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/** The {@code user} states. */
public final class UserState {
    private static final String PRESENT =
            "name, uid=None, gid=None, usergroup=None, groups=None, optional_groups=None, remove_groups=True, home=None, createhome=True, persist_home=False, password=None, hash_password=False, enforce_password=True, empty_password=False, shell=None, unique=True, system=False, fullname=None, roomnumber=None, workphone=None, homephone=None, other=None, loginclass=None, date=None, mindays=None, maxdays=None, inactdays=None, warndays=None, expire=None, win_homedrive=None, win_profile=None, win_logonscript=None, win_description=None, nologinit=False, allow_uid_change=False, allow_gid_change=False, password_lock=None, local=False";
    private static final List<String> GECOS =
            List.of("fullname", "roomnumber", "workphone", "homephone", "other");
    private static final List<String> AGES =
            List.of("date", "mindays", "maxdays", "inactdays", "warndays", "expire");
    private static final String REDACTED = "XXX-REDACTED-XXX";

    private final Host host;
    private final Accounts accounts;

    public UserState(Host host) {
        this.host = host;
        this.accounts = host.accounts();
    }

    public List<StateFunction> functions() {
        return List.of(
                function("present", "A user with these settings.", PRESENT, this::present),
                function(
                        "absent",
                        "No user of that name.",
                        "name, purge=False, force=False, local=False",
                        this::absent));
    }

    private static StateFunction function(
            String name, String doc, String signature, StateFunction.Body body) {
        return new StateFunction(
                "user." + name,
                doc,
                signature,
                call -> {
                    try {
                        return body.run(call);
                    } catch (Failure e) {
                        return StateResult.failed(String.valueOf(e.getMessage()));
                    }
                });
    }

    private static List<String> texts(Arguments args, String name) {
        return args.list(name).stream().map(Texts::str).toList();
    }

    private StateResult present(StateCall call) {
        Arguments args = call.args();
        String name = call.name();
        for (String field : List.of("fullname", "roomnumber", "workphone")) {
            if (args.text(field).filter(t -> t.contains(",")).isPresent()) {
                return StateResult.failed("Unsupported char ',' in " + args.string(field));
            }
        }
        if (args.flag("hash_password") || args.value("password_lock") != null) {
            return StateResult.failed(
                    "The 'hash_password' and 'password_lock' options are not supported");
        }
        List<String> missing =
                texts(args, "groups").stream().filter(g -> accounts.group(g).isEmpty()).toList();
        StateResult refused =
                StateResult.failed(
                        "The following group(s) are not present: " + String.join(",", missing));
        Optional<User> user = accounts.user(name);
        if (user.isEmpty()) {
            return call.apply(
                    Map.of(),
                    "User "
                            + name
                            + " set to be added"
                            + (missing.isEmpty()
                                    ? ""
                                    : " (pending groups: " + String.join(",", missing) + ")"),
                    () -> missing.isEmpty() ? created(call) : refused);
        }
        Map<String, @Nullable Object> differences = differences(args, user.get());
        List<String> forbidden = new ArrayList<>();
        forbid(args, differences, "uid", user.get().uid(), forbidden);
        forbid(args, differences, "gid", user.get().gid(), forbidden);
        if (!forbidden.isEmpty()) {
            return StateResult.failed(
                    "Encountered error checking for needed changes. Additional info follows:\n\n- "
                            + String.join("\n- ", forbidden));
        }
        if (differences.isEmpty()) {
            StateResult good = StateResult.succeeded("User " + name + " is present and up to date");
            return missing.isEmpty() ? good : call.apply(good, () -> refused);
        }
        StringBuilder would =
                new StringBuilder("The following user attributes are set to be changed:\n");
        differences.forEach((key, value) ->
                would.append(key)
                        .append(": ")
                        .append(key.equals("passwd") ? REDACTED : Texts.str(value))
                        .append('\n'));
        if (!missing.isEmpty()) {
            would.append("groups (pending creation): ")
                    .append(String.join(",", missing))
                    .append('\n');
        }
        return call.apply(
                Map.of(),
                would.toString(),
                () -> missing.isEmpty() ? changed(args, user.get(), differences) : refused);
    }

    private static void forbid(
            Arguments args,
            Map<String, @Nullable Object> differences,
            String what,
            long now,
            List<String> errors) {
        if (differences.containsKey(what) && !args.flag("allow_" + what + "_change")) {
            errors.add(
                    "Changing %1$s (%2$d -> %3$s) not permitted, set allow_%1$s_change to True to force this change. Note that this will not change file ownership."
                            .formatted(what, now, Texts.str(differences.get(what))));
        }
    }

    private Optional<Object> wantedGroup(Arguments args) {
        if (args.flag("usergroup") && accounts.group(args.string("name")).isPresent()) {
            return Optional.of(args.string("name"));
        }
        return Optional.ofNullable(args.value("gid"));
    }

    private Map<String, @Nullable Object> differences(Arguments args, User user) {
        Map<String, @Nullable Object> change = new LinkedHashMap<>();
        args.integer("uid").filter(u -> u != user.uid()).ifPresent(u -> change.put("uid", u));
        Optional<Object> group = wantedGroup(args);
        long gid =
                group.map(g -> g instanceof Number n ? n.longValue() : gid(Texts.str(g)))
                        .orElse(user.gid());
        if (gid != user.gid()) {
            change.put("gid", group.orElseThrow());
        }
        groups(args, user, gid).ifPresent(g -> change.put("groups", g));
        args.text("home").filter(h -> !h.equals(user.home())).ifPresent(h -> change.put("home", h));
        String home = args.text("home").orElse(user.home());
        if (args.flag("createhome") && !host.files().isDirectory(Path.of(home))) {
            change.put("homeDoesNotExist", home);
        }
        args.text("shell")
                .filter(s -> !s.isEmpty() && !s.equals(user.shell()))
                .ifPresent(s -> change.put("shell", s));
        accounts.shadow(user.name()).ifPresent(s -> shadow(args, s, change));
        for (int i = 0; i < GECOS.size(); i++) {
            String field = GECOS.get(i);
            String now = user.commentPart(i);
            args.text(field).filter(t -> !t.equals(now)).ifPresent(t -> change.put(field, t));
        }
        return change;
    }

    private long gid(String group) {
        return accounts.group(group).map(g -> g.gid()).orElse(-1L);
    }

    private static void shadow(
            Arguments args, Shadow shadow, Map<String, @Nullable Object> change) {
        boolean unset = shadow.password().equals("!") || shadow.password().equals("!!");
        if (args.flag("password")
                && !args.flag("empty_password")
                && (unset || args.flag("enforce_password"))
                && !shadow.password().equals(args.string("password"))) {
            change.put("passwd", args.string("password"));
        }
        if (args.flag("empty_password") && !shadow.password().isEmpty()) {
            change.put("empty_password", true);
        }
        long[] now = {
            shadow.lastChange(),
            shadow.min(),
            shadow.max(),
            shadow.inactive(),
            shadow.warn(),
            shadow.expire()
        };
        for (int i = 0; i < AGES.size(); i++) {
            String age = AGES.get(i);
            long has = now[i];
            args.integer(age).filter(v -> v != has).ifPresent(v -> change.put(age, v));
        }
    }

    /** The groups beside the primary one that the user is to have, if they differ. */
    private Optional<List<String>> groups(Arguments args, User user, long gid) {
        TreeSet<String> has = new TreeSet<>();
        accounts.groups().stream()
                .filter(g -> g.members().contains(user.name()))
                .forEach(g -> has.add(g.name()));
        TreeSet<String> wanted = new TreeSet<>();
        texts(args, "groups").stream()
                .filter(g -> accounts.group(g).isPresent())
                .forEach(wanted::add);
        texts(args, "optional_groups").stream()
                .filter(g -> accounts.group(g).isPresent())
                .forEach(wanted::add);
        boolean asked = args.value("groups") != null || args.flag("optional_groups");
        if (!asked || !args.flag("remove_groups")) {
            wanted.addAll(has);
            // Who gets another primary group stays in the one that was.
            accounts.groupById(user.gid()).ifPresent(primary -> wanted.add(primary.name()));
        }
        accounts.groupById(gid)
                .ifPresent(primary -> {
                    has.remove(primary.name());
                    wanted.remove(primary.name());
                });
        accounts.groupById(user.gid()).ifPresent(primary -> has.remove(primary.name()));
        if (!wanted.contains(user.name())) {
            has.remove(user.name());
        }
        return has.equals(wanted) ? Optional.empty() : Optional.of(List.copyOf(wanted));
    }

    private StateResult changed(
            Arguments args, User user, Map<String, @Nullable Object> differences) {
        Map<String, @Nullable Object> before = AccountInfo.of(accounts, user);
        Optional<Shadow> shadowBefore = accounts.shadow(user.name());
        boolean makesHome = differences.containsKey("homeDoesNotExist");
        accounts.changeUser(
                user.name(),
                settings(args, differences, Optional.of(user)),
                args.flag("persist_home") && !makesHome);
        if (makesHome) {
            new FilePermissions(host)
                    .makeDirectories(
                            Path.of(Texts.str(differences.get("homeDoesNotExist"))),
                            new Wanted(user.uid(), user.gid(), Optional.of("0755")));
        }
        ages(args, user.name());
        Map<String, @Nullable Object> after =
                AccountInfo.of(accounts, accounts.user(user.name()).orElseThrow());
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        after.forEach((key, value) -> {
            if (!Objects.equals(value, before.get(key))) {
                changes.put(key, value);
            }
        });
        shadowBefore.ifPresent(
                s -> shadowChanges(s, accounts.shadow(user.name()).orElseThrow(), changes));
        Map<String, @Nullable Object> left =
                differences(args, accounts.user(user.name()).orElseThrow());
        if (!left.isEmpty()) {
            left.computeIfPresent("passwd", (_, _) -> REDACTED);
            return StateResult.failed(
                    changes, "These values could not be changed: " + Texts.str(left));
        }
        return StateResult.changed(
                changes,
                changes.isEmpty()
                        ? "User " + user.name() + " is present and up to date"
                        : "Updated user " + user.name());
    }

    private static void shadowChanges(
            Shadow before, Shadow after, Map<String, @Nullable Object> changes) {
        if (!before.password().equals(after.password())) {
            changes.put("passwd", REDACTED);
        }
        put(changes, "lstchg", before.lastChange(), after.lastChange());
        put(changes, "min", before.min(), after.min());
        put(changes, "max", before.max(), after.max());
        put(changes, "warn", before.warn(), after.warn());
        put(changes, "inact", before.inactive(), after.inactive());
        put(changes, "expire", before.expire(), after.expire());
    }

    private static void put(
            Map<String, @Nullable Object> changes, String key, long before, long after) {
        if (before != after) {
            changes.put(key, after);
        }
    }

    private static Settings settings(
            Arguments args, Map<String, @Nullable Object> differences, Optional<User> user) {
        boolean gecos = GECOS.stream().anyMatch(differences::containsKey);
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < GECOS.size(); i++) {
            int part = i;
            fields.add(
                    args.text(GECOS.get(i))
                            .orElseGet(() -> user.map(u -> u.commentPart(part)).orElse("")));
        }
        return new Settings(
                differences.get("uid") instanceof Long uid
                        ? OptionalLong.of(uid)
                        : OptionalLong.empty(),
                Optional.ofNullable(differences.get("gid")).map(Texts::str),
                differences.get("groups") instanceof List<?> l
                        ? Optional.of(l.stream().map(Texts::str).toList())
                        : Optional.empty(),
                Optional.ofNullable(differences.get("home")).map(Texts::str),
                Optional.ofNullable(differences.get("shell")).map(Texts::str),
                gecos
                        ? Optional.of(Texts.stripEnd(String.join(",", fields), ","))
                        : Optional.empty(),
                differences.containsKey("empty_password")
                        ? Optional.of("")
                        : Optional.ofNullable(differences.get("passwd")).map(Texts::str));
    }

    private void ages(Arguments args, String name) {
        Optional<Shadow> shadow = accounts.shadow(name);
        if (shadow.isEmpty() || AGES.stream().allMatch(a -> args.value(a) == null)) {
            return;
        }
        Shadow now = shadow.get();
        accounts.changeAges(
                name,
                new Shadow(
                        name,
                        now.password(),
                        args.integer("date").orElse(now.lastChange()),
                        args.integer("mindays").orElse(now.min()),
                        args.integer("maxdays").orElse(now.max()),
                        args.integer("warndays").orElse(now.warn()),
                        args.integer("inactdays").orElse(now.inactive()),
                        args.integer("expire").orElse(now.expire())));
    }

    private StateResult created(StateCall call) {
        Arguments args = call.args();
        String name = call.name();
        Map<String, @Nullable Object> wishes = new LinkedHashMap<>();
        args.integer("uid").ifPresent(u -> wishes.put("uid", u));
        wantedGroup(args).ifPresent(g -> wishes.put("gid", g));
        TreeSet<String> groups = new TreeSet<>(texts(args, "groups"));
        texts(args, "optional_groups").stream()
                .filter(g -> accounts.group(g).isPresent())
                .forEach(groups::add);
        if (!groups.isEmpty()) {
            wishes.put("groups", List.copyOf(groups));
        }
        args.text("home").ifPresent(h -> wishes.put("home", h));
        args.text("shell").filter(s -> !s.isEmpty()).ifPresent(s -> wishes.put("shell", s));
        if (args.flag("password") && !args.flag("empty_password")) {
            wishes.put("passwd", args.string("password"));
        }
        for (String field : GECOS) {
            args.text(field).ifPresent(t -> wishes.put(field, t));
        }
        boolean ownGroup =
                args.value("usergroup") == null
                        ? accounts.group(name).isEmpty()
                        : args.flag("usergroup");
        try {
            accounts.addUser(
                    name,
                    settings(args, wishes, Optional.empty()),
                    new Creation(
                            args.flag("system"),
                            args.flag("createhome"),
                            args.flag("unique"),
                            ownGroup));
            ages(args, name);
        } catch (Failure e) {
            return StateResult.failed("Failed to create new user " + name + ": " + e.getMessage());
        }
        Map<String, @Nullable Object> changes =
                AccountInfo.of(accounts, accounts.user(name).orElseThrow());
        if (!args.flag("createhome")) {
            changes.put("home", "");
        }
        if (wishes.containsKey("passwd")) {
            changes.put("password", REDACTED);
        }
        for (String age : AGES) {
            args.integer(age).filter(v -> v != 0).ifPresent(v -> changes.put(age, v));
        }
        return StateResult.changed(changes, "New user " + name + " created");
    }

    private StateResult absent(StateCall call) {
        String name = call.name();
        Optional<User> user = accounts.user(name);
        if (user.isEmpty()) {
            return StateResult.succeeded("User " + name + " is not present");
        }
        return call.apply(
                Map.of(),
                "User " + name + " set for removal",
                () -> {
                    List<String> groups = AccountInfo.groups(accounts, user.get());
                    try {
                        accounts.removeUser(
                                name, call.args().flag("purge"), call.args().flag("force"));
                    } catch (Failure e) {
                        return StateResult.failed("Failed to remove user " + name);
                    }
                    Map<String, @Nullable Object> changes = new LinkedHashMap<>();
                    groups.stream()
                            .filter(g -> accounts.group(g).isEmpty())
                            .forEach(g -> changes.put(g + " group", "removed"));
                    changes.put(name, "removed");
                    return StateResult.changed(changes, "Removed user " + name);
                });
    }
}
