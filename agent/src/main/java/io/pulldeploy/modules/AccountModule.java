package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.Accounts;
import io.pulldeploy.system.Accounts.Creation;
import io.pulldeploy.system.Accounts.Settings;
import io.pulldeploy.system.Accounts.User;
import io.pulldeploy.system.Host;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** The {@code user} and {@code group} functions. */
public final class AccountModule {
    private static final Logger LOG = LoggerFactory.getLogger(AccountModule.class);
    private static final int COMMENT_PARTS = 5;

    private final Accounts accounts;
    private final Programs programs;

    public AccountModule(Host host) {
        this.accounts = host.accounts();
        this.programs = new Programs(host.processes());
    }

    public List<ExecutionFunction> functions() {
        return List.of(
                function(
                        "user.info",
                        "What is known of a user; nothing if there is none.",
                        "name, root=None",
                        a ->
                                accounts.user(a.string("name"))
                                        .map(u -> AccountInfo.of(accounts, u))
                                        .orElseGet(Map::of)),
                function(
                        "user.getent",
                        "What is known of every user.",
                        "refresh=False, root=None",
                        _ ->
                                accounts.users().stream()
                                        .map(u -> AccountInfo.of(accounts, u))
                                        .toList()),
                function(
                        "user.list_users",
                        "Every user's name, sorted.",
                        "root=None",
                        _ -> accounts.users().stream().map(u -> u.name()).sorted().toList()),
                function(
                        "user.list_groups",
                        "The groups of a user, sorted.",
                        "name",
                        a ->
                                accounts.user(a.string("name"))
                                        .map(u -> AccountInfo.groups(accounts, u))
                                        .orElseGet(List::of)),
                function(
                        "user.primary_group",
                        "The name of a user's primary group.",
                        "name",
                        a ->
                                accounts.user(a.string("name"))
                                        .flatMap(u -> accounts.groupById(u.gid()))
                                        .map(g -> g.name())
                                        .orElseThrow(() -> new CallError("User does not exist"))),
                function(
                        "user.add",
                        "Makes a user.",
                        "name, uid=None, gid=None, groups=None, home=None, shell=None, unique=True, system=False, fullname='', roomnumber='', workphone='', homephone='', other='', createhome=True, loginclass=None, nologinit=False, root=None, usergroup=None, local=False",
                        this::addUser),
                function(
                        "user.rename",
                        "Gives a user another name.",
                        "name, new_name, root=None",
                        this::rename),
                function(
                        "user.chloginclass",
                        "False: there are login classes on OpenBSD only.",
                        "name, loginclass, root=None",
                        _ -> false),
                function(
                        "user.get_loginclass",
                        "False: there are login classes on OpenBSD only.",
                        "name",
                        _ -> false),
                function(
                        "user.delete",
                        "Removes a user.",
                        "name, remove=False, force=False, root=None, local=False",
                        a ->
                                done(() ->
                                        accounts.removeUser(
                                                a.string("name"),
                                                a.flag("remove"),
                                                a.flag("force")))),
                change("chshell", "shell", "Sets a user's shell.", User::shell, this::shell),
                change("chuid", "uid", "Sets a user's number.", User::uid, this::uid),
                change("chgid", "gid", "Sets a user's primary group.", User::gid, this::primary),
                describe("chfullname", "fullname", "Sets a user's full name.", 0),
                describe("chroomnumber", "roomnumber", "Sets a user's room.", 1),
                describe("chworkphone", "workphone", "Sets a user's phone at work.", 2),
                describe("chhomephone", "homephone", "Sets a user's phone at home.", 3),
                describe("chother", "other", "Sets what else is said of a user.", 4),
                function(
                        "user.chhome",
                        "Sets a user's home.",
                        "name, home, persist=False, root=None",
                        a -> attribute(a, "home", User::home, this::home, a.flag("persist"))),
                function(
                        "user.chgroups",
                        "Sets a user's groups, or adds to them.",
                        "name, groups, append=False, root=None",
                        this::userGroups),
                function(
                        "group.info",
                        "What is known of a group; nothing if there is none.",
                        "name, root=None",
                        a ->
                                accounts.group(a.string("name"))
                                        .map(AccountInfo::of)
                                        .orElseGet(Map::of)),
                function(
                        "group.getent",
                        "What is known of every group.",
                        "refresh=False, root=None",
                        _ -> accounts.groups().stream().map(AccountInfo::of).toList()),
                function(
                        "group.add",
                        "Makes a group.",
                        "name, gid=None, system=False, root=None, non_unique=False, local=False",
                        a ->
                                done(() ->
                                        accounts.addGroup(
                                                a.string("name"),
                                                number(a, "gid"),
                                                a.flag("system"),
                                                !a.flag("non_unique")))),
                function(
                        "group.delete",
                        "Removes a group.",
                        "name, root=None, local=False",
                        a -> done(() -> accounts.removeGroup(a.string("name")))),
                function(
                        "group.chgid",
                        "Sets a group's number.",
                        "name, gid, root=None, non_unique=False",
                        this::groupNumber),
                function(
                        "group.adduser",
                        "Adds a user to a group.",
                        "name, username, root=None",
                        a -> member(a, true)),
                function(
                        "group.deluser",
                        "Takes a user from a group.",
                        "name, username, root=None",
                        a -> member(a, false)),
                function(
                        "group.members",
                        "Sets the users of a group.",
                        "name, members_list, root=None",
                        a ->
                                done(() ->
                                        accounts.setMembers(
                                                a.string("name"),
                                                List.of(a.string("members_list").split(","))))));
    }

    private static ExecutionFunction function(
            String name, String doc, String signature, Function<Arguments, Object> body) {
        return new ExecutionFunction(
                name,
                doc,
                signature,
                (_, args) -> {
                    // A change meant for another system's accounts must not reach this one's.
                    if (args.names().contains("root") && args.value("root") != null) {
                        throw new CallError(
                                name + " works on this system's accounts only, not under a 'root'");
                    }
                    try {
                        return body.apply(args);
                    } catch (Failure e) {
                        throw new CallError(String.valueOf(e.getMessage()), e);
                    }
                });
    }

    private ExecutionFunction change(
            String name,
            String parameter,
            String doc,
            Function<User, Object> now,
            Function<Arguments, Settings> settings) {
        return function(
                "user." + name,
                doc,
                "name, " + parameter + ", root=None",
                a -> attribute(a, parameter, now, settings, false));
    }

    /** Whether the user has the attribute in the end; what has it already is left alone. */
    private boolean attribute(
            Arguments args,
            String parameter,
            Function<User, Object> now,
            Function<Arguments, Settings> settings,
            boolean moveHome) {
        String name = args.string("name");
        Object wanted = Objects.requireNonNullElse(args.value(parameter), "");
        User user =
                accounts.user(name)
                        .orElseThrow(() -> new CallError("User '" + name + "' does not exist"));
        if (now.apply(user).equals(wanted)) {
            return true;
        }
        Settings change = settings.apply(args);
        return done(() -> accounts.changeUser(name, change, moveHome))
                && accounts.user(name).filter(u -> now.apply(u).equals(wanted)).isPresent();
    }

    private boolean groupNumber(Arguments args) {
        String name = args.string("name");
        long gid = args.integer("gid").orElseThrow();
        Optional<Accounts.Group> group = accounts.group(name);
        if (group.isEmpty() || group.get().gid() == gid) {
            return group.isPresent();
        }
        return done(() -> accounts.changeGroup(name, gid, !args.flag("non_unique")))
                && accounts.group(name).filter(g -> g.gid() == gid).isPresent();
    }

    /** Salt tells by False what the system refuses, and logs why. */
    private static boolean done(Runnable change) {
        try {
            change.run();
            return true;
        } catch (Failure e) {
            LOG.error("{}", e.getMessage());
            return false;
        }
    }

    private static Settings settings(
            OptionalLong uid,
            Optional<String> group,
            Optional<String> home,
            Optional<String> shell,
            Optional<String> comment) {
        return new Settings(uid, group, Optional.empty(), home, shell, comment, Optional.empty());
    }

    private Settings shell(Arguments args) {
        return settings(
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(args.string("shell")),
                Optional.empty());
    }

    private Settings home(Arguments args) {
        return settings(
                OptionalLong.empty(),
                Optional.empty(),
                Optional.of(args.string("home")),
                Optional.empty(),
                Optional.empty());
    }

    private Settings uid(Arguments args) {
        return settings(
                number(args, "uid"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Settings primary(Arguments args) {
        return settings(
                OptionalLong.empty(),
                Optional.of(args.string("gid")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * Sets one of the parts of a user's comment.
     *
     * @param part see {@link Accounts.User#commentPart}
     */
    private ExecutionFunction describe(String name, String parameter, String doc, int part) {
        return function(
                "user." + name,
                doc,
                "name, " + parameter + ", root=None",
                a -> {
                    String value = a.text(parameter).orElse("");
                    String login = a.string("name");
                    User user =
                            accounts.user(login)
                                    .orElseThrow(() ->
                                            new CallError(
                                                    "\"getpwnam(): name not found: '"
                                                            + login
                                                            + "'\""));
                    if (user.commentPart(part).equals(value)) {
                        return true;
                    }
                    List<String> parts = new ArrayList<>();
                    for (int i = 0; i < COMMENT_PARTS; i++) {
                        parts.add(i == part ? value : user.commentPart(i));
                    }
                    Settings change =
                            settings(
                                    OptionalLong.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.of(Texts.stripEnd(String.join(",", parts), ",")));
                    return done(() -> accounts.changeUser(login, change, false))
                            && accounts.user(login)
                                    .filter(u -> u.commentPart(part).equals(value))
                                    .isPresent();
                });
    }

    private static OptionalLong number(Arguments args, String name) {
        return args.integer(name).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    private boolean addUser(Arguments args) {
        List<String> groups = args.list("groups").stream().map(Texts::str).toList();
        Settings settings =
                new Settings(
                        number(args, "uid"),
                        args.text("gid"),
                        groups.isEmpty() ? Optional.empty() : Optional.of(groups),
                        args.text("home"),
                        args.text("shell"),
                        comment(args),
                        Optional.empty());
        Creation creation =
                new Creation(
                        args.flag("system"),
                        args.flag("createhome"),
                        args.flag("unique"),
                        args.value("usergroup") == null || args.flag("usergroup"));
        return done(() -> accounts.addUser(args.string("name"), settings, creation));
    }

    private static Optional<String> comment(Arguments args) {
        List<String> parts = new ArrayList<>();
        for (String part : List.of("fullname", "roomnumber", "workphone", "homephone", "other")) {
            parts.add(args.text(part).orElse(""));
        }
        return Optional.of(Texts.stripEnd(String.join(",", parts), ","))
                .filter(text -> !text.isEmpty());
    }

    private boolean rename(Arguments args) {
        String name = args.string("name");
        String now = args.string("new_name");
        if (accounts.user(now).isPresent()) {
            throw new CallError("User '" + now + "' already exists");
        }
        if (accounts.user(name).isEmpty()) {
            throw new CallError("User '" + name + "' does not exist");
        }
        programs.run(programs.path("usermod"), "-l", now, name);
        return accounts.user(now).isPresent();
    }

    private boolean userGroups(Arguments args) {
        String name = args.string("name");
        List<String> groups =
                new ArrayList<>(args.list("groups").stream().map(Texts::str).toList());
        if (args.flag("append")) {
            accounts.groups().stream()
                    .filter(g -> g.members().contains(name) && !groups.contains(g.name()))
                    .forEach(g -> groups.add(g.name()));
        }
        Set<String> already =
                accounts.user(name)
                        .map(u -> Set.copyOf(AccountInfo.groups(accounts, u)))
                        .orElse(Set.of());
        if (already.equals(Set.copyOf(groups))) {
            return true;
        }
        Settings change =
                new Settings(
                        OptionalLong.empty(),
                        Optional.empty(),
                        Optional.of(groups),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        return done(() -> accounts.changeUser(name, change, false));
    }

    /** A user that is to be taken from a group without it, or from no group, is not there. */
    private boolean member(Arguments args, boolean add) {
        String user = args.string("username");
        Optional<Accounts.Group> group = accounts.group(args.string("name"));
        if (group.isEmpty() || (!add && !group.get().members().contains(user))) {
            return !add;
        }
        List<String> members = new ArrayList<>(group.get().members());
        members.remove(user);
        if (add) {
            members.add(user);
        }
        return done(() -> accounts.setMembers(group.get().name(), members));
    }
}
