package io.pulldeploy.modules;

import static io.pulldeploy.modules.FileFactsModule.at;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.modules.FilePermissions.Wanted;
import io.pulldeploy.system.Accounts;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The {@code file} functions about whose a file is, and what they may do with it. */
public final class FileOwnersModule {
    private static final String OWNER = "path, user, group";

    private final FileTree files;
    private final Accounts accounts;
    private final FilePermissions permissions;

    public FileOwnersModule(Host host) {
        this.files = host.files();
        this.accounts = host.accounts();
        this.permissions = new FilePermissions(host);
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("file")
                .add(
                        "set_mode",
                        "Sets the mode and returns it.",
                        "path, mode",
                        (_, a) -> setMode(a))
                .add("chown", "Gives a file away.", OWNER, (_, a) -> chown(a, true))
                .add(
                        "lchown",
                        "Gives a file or a link itself away.",
                        OWNER,
                        (_, a) -> chown(a, false))
                .add(
                        "chgrp",
                        "Gives a file to another group.",
                        "path, group",
                        (_, a) -> changeGroup(a))
                .add(
                        "uid_to_user",
                        "A user's name; the number if nobody has it.",
                        "uid",
                        (_, a) ->
                                a.integer("uid")
                                        .flatMap(accounts::userById)
                                        .map(u -> (Object) u.name())
                                        .orElse(a.value("uid")))
                .add(
                        "user_to_uid",
                        "A user's number; empty if there is none.",
                        "user",
                        (_, a) ->
                                a.value("user") instanceof Number n
                                        ? n
                                        : accounts.user(
                                                        a.text("user")
                                                                .orElse(
                                                                        System.getProperty(
                                                                                "user.name")))
                                                .map(u -> (Object) u.uid())
                                                .orElse(""))
                .add(
                        "gid_to_group",
                        "A group's name; the number if none has it.",
                        "gid",
                        (_, a) -> group(a.value("gid")))
                .add(
                        "group_to_gid",
                        "A group's number; empty if there is none.",
                        "group",
                        (_, a) -> number(a.value("group")))
                .all();
    }

    private Object number(@Nullable Object group) {
        return switch (group) {
            case null -> "";
            case Number n -> n;
            default -> accounts.group(Texts.str(group)).map(g -> (Object) g.gid()).orElse("");
        };
    }

    private Object group(@Nullable Object gid) {
        Object number = Texts.str(gid).matches("\\d+") ? Long.valueOf(Texts.str(gid)) : number(gid);
        return number instanceof Number n
                ? accounts.groupById(n.longValue()).map(g -> (Object) g.name()).orElse(number)
                : number;
    }

    private String setMode(Arguments args) {
        Path path = at(args, "path");
        String mode = Texts.stripStart(args.string("mode"), "0Oo");
        if (!files.exists(path)) {
            throw new CallError(path + ": File not found");
        }
        Optional<Integer> bits = FileModes.bits(mode.isEmpty() ? "0" : mode);
        if (bits.isEmpty()) {
            return "Invalid Mode " + mode;
        }
        files.chmod(path, bits.get());
        return files.stat(path).orElseThrow().octal();
    }

    private @Nullable Object chown(Arguments args, boolean follow) {
        Path path = at(args, "path");
        Wanted wanted = new Wanted(args.value("user"), args.value("group"), Optional.empty());
        String complaint = "";
        if (args.flag("user") && permissions.uid(args.value("user")).isEmpty()) {
            complaint += "User does not exist\n";
        }
        if (args.flag("group") && permissions.gid(args.value("group")).isEmpty()) {
            complaint += "Group does not exist\n";
        }
        if (!files.isPresent(path)) {
            complaint += "File not found";
        }
        if (!complaint.isEmpty()) {
            return complaint;
        }
        permissions.give(path, wanted, follow);
        return null;
    }

    private @Nullable Object changeGroup(Arguments args) {
        Path path = at(args, "path");
        if (!files.isPresent(path)) {
            return "File not found";
        }
        if (permissions.gid(args.value("group")).isEmpty()) {
            return "Group does not exist\n";
        }
        permissions.give(path, new Wanted(null, args.value("group"), Optional.empty()), true);
        return null;
    }
}
