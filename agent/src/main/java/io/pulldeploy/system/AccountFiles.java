package io.pulldeploy.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Users and groups of {@code /etc/passwd}, {@code /etc/group} and {@code /etc/shadow}, changed by
 * the shadow suite ({@code useradd} and its kin).
 */
public final class AccountFiles implements Accounts {
    private static final Path PASSWD = Path.of("/etc/passwd");
    private static final Path GROUP = Path.of("/etc/group");
    private static final Path SHADOW = Path.of("/etc/shadow");

    private final FileTree files;
    private final Function<Command, Completed> run;

    /**
     * @param run starts a program; a function, because running as a user needs accounts in turn
     */
    public AccountFiles(FileTree files, Function<Command, Completed> run) {
        this.files = files;
        this.run = run;
    }

    @Override
    public List<User> users() {
        return files.textIfPresent(PASSWD)
                .orElse("")
                .lines()
                .flatMap(l -> user(l.split(":", -1)).stream())
                .toList();
    }

    private static Optional<User> user(String[] f) {
        return f.length < 7 || !isNumber(f[2]) || !isNumber(f[3])
                ? Optional.empty()
                : Optional.of(
                        new User(
                                f[0],
                                Long.parseLong(f[2]),
                                Long.parseLong(f[3]),
                                f[4],
                                f[5],
                                f[6]));
    }

    @Override
    public List<Group> groups() {
        return files.textIfPresent(GROUP)
                .orElse("")
                .lines()
                .flatMap(l -> group(l.split(":", -1)).stream())
                .toList();
    }

    private static Optional<Group> group(String[] f) {
        return f.length < 4 || !isNumber(f[2])
                ? Optional.empty()
                : Optional.of(
                        new Group(
                                f[0],
                                Long.parseLong(f[2]),
                                f[3].isEmpty() ? List.of() : List.of(f[3].split(","))));
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public Optional<Shadow> shadow(String name) {
        if (!files.isReadable(SHADOW)) {
            return Optional.empty();
        }
        return files.lines(SHADOW).stream()
                .map(l -> l.split(":", -1))
                .filter(f -> f.length >= 8 && f[0].equals(name))
                .map(f ->
                        new Shadow(
                                name,
                                f[1],
                                days(f[2]),
                                days(f[3]),
                                days(f[4]),
                                days(f[5]),
                                days(f[6]),
                                days(f[7])))
                .findFirst();
    }

    private static long days(String field) {
        return isNumber(field) ? Long.parseLong(field) : -1;
    }

    @Override
    public void addUser(String name, Settings settings, Creation creation) {
        List<String> arguments = new ArrayList<>(List.of("useradd"));
        settings.shell().ifPresent(v -> arguments.addAll(List.of("-s", v)));
        settings.uid().ifPresent(v -> arguments.addAll(List.of("-u", Long.toString(v))));
        settings.primaryGroup().ifPresent(v -> arguments.addAll(List.of("-g", v)));
        if (settings.primaryGroup().isEmpty()) {
            arguments.add(creation.userGroup() ? "-U" : "-N");
        }
        settings.groups()
                .filter(g -> !g.isEmpty())
                .ifPresent(v -> arguments.addAll(List.of("-G", String.join(",", v))));
        settings.home().ifPresent(v -> arguments.addAll(List.of("-d", v)));
        settings.comment().ifPresent(v -> arguments.addAll(List.of("-c", v)));
        if (creation.system()) {
            arguments.add("-r");
        }
        arguments.add(creation.createHome() ? "-m" : "-M");
        if (!creation.unique()) {
            arguments.add("-o");
        }
        arguments.add(name);
        run(arguments);
        settings.password().ifPresent(p -> setPassword(name, p));
    }

    @Override
    public void changeUser(String name, Settings settings, boolean moveHome) {
        List<String> arguments = new ArrayList<>(List.of("usermod"));
        settings.uid().ifPresent(v -> arguments.addAll(List.of("-u", Long.toString(v))));
        settings.primaryGroup().ifPresent(v -> arguments.addAll(List.of("-g", v)));
        settings.groups().ifPresent(v -> arguments.addAll(List.of("-G", String.join(",", v))));
        if (settings.home().isPresent() && moveHome) {
            arguments.add("-m");
        }
        settings.home().ifPresent(v -> arguments.addAll(List.of("-d", v)));
        settings.shell().ifPresent(v -> arguments.addAll(List.of("-s", v)));
        settings.comment().ifPresent(v -> arguments.addAll(List.of("-c", v)));
        if (arguments.size() > 1) {
            arguments.add(name);
            run(arguments);
        }
        settings.password().ifPresent(p -> setPassword(name, p));
    }

    /** The hash goes over standard input, because argument lists are there for all to see. */
    private void setPassword(String name, String hash) {
        run(Command.of("chpasswd", "-e").reading(name + ":" + hash + "\n"));
    }

    @Override
    public void changeAges(String name, Shadow ages) {
        run(
                List.of(
                        "chage",
                        "-d",
                        Long.toString(ages.lastChange()),
                        "-m",
                        Long.toString(ages.min()),
                        "-M",
                        Long.toString(ages.max()),
                        "-W",
                        Long.toString(ages.warn()),
                        "-I",
                        Long.toString(ages.inactive()),
                        "-E",
                        Long.toString(ages.expire()),
                        name));
    }

    @Override
    public void removeUser(String name, boolean removeHome, boolean force) {
        List<String> arguments = new ArrayList<>(List.of("userdel"));
        if (removeHome) {
            arguments.add("-r");
        }
        if (force) {
            arguments.add("-f");
        }
        arguments.add(name);
        run(arguments);
    }

    @Override
    public void addGroup(String name, OptionalLong gid, boolean system, boolean unique) {
        List<String> arguments = new ArrayList<>(List.of("groupadd"));
        gid.ifPresent(v -> arguments.addAll(List.of("-g", Long.toString(v))));
        if (!unique) {
            arguments.add("-o");
        }
        if (system) {
            arguments.add("-r");
        }
        arguments.add(name);
        run(arguments);
    }

    @Override
    public void changeGroup(String name, long gid, boolean unique) {
        run(List.of("groupmod", unique ? "-g" : "-og", Long.toString(gid), name));
    }

    @Override
    public void setMembers(String group, List<String> members) {
        run(List.of("gpasswd", "--members", String.join(",", members), group));
    }

    @Override
    public void removeGroup(String name) {
        run(List.of("groupdel", name));
    }

    private void run(List<String> arguments) {
        run(Command.of(arguments));
    }

    private void run(Command command) {
        ProgramFailure.check(command, run.apply(command));
    }
}
