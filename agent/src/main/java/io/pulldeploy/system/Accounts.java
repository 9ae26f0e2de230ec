package io.pulldeploy.system;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The machine's users and groups. */
public interface Accounts {
    /**
     * @param comment the whole comment field: full name, room, work phone, home phone, other
     */
    record User(String name, long uid, long gid, String comment, String home, String shell) {
        /** One of the comma-separated parts of the comment field; empty if it is missing. */
        public String commentPart(int index) {
            String[] parts = comment.split(",", 5);
            return index < parts.length ? parts[index] : "";
        }
    }

    /**
     * @param members as the group file lists them: without those whose primary group it is
     */
    record Group(String name, long gid, List<String> members) {
        public Group {
            members = List.copyOf(members);
        }
    }

    /**
     * What the shadow file holds of a user; numbers are days, -1 where the field is empty.
     *
     * @param password the hash, or a mark such as {@code !} or {@code *}
     */
    record Shadow(
            String name,
            String password,
            long lastChange,
            long min,
            long max,
            long warn,
            long inactive,
            long expire) {}

    /** What to set on a user; what is empty stays as it is, or as the system chooses. */
    record Settings(
            OptionalLong uid,
            Optional<String> primaryGroup,
            Optional<List<String>> groups,
            Optional<String> home,
            Optional<String> shell,
            Optional<String> comment,
            Optional<String> password) {
        public static final Settings NONE =
                new Settings(
                        OptionalLong.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
    }

    /** How a user is made, beside its settings. */
    record Creation(boolean system, boolean createHome, boolean unique, boolean userGroup) {}

    /** Every user, in the order of the file. */
    List<User> users();

    /** Every group, in the order of the file. */
    List<Group> groups();

    default Optional<User> user(String name) {
        return users().stream().filter(u -> u.name().equals(name)).findFirst();
    }

    default Optional<Group> group(String name) {
        return groups().stream().filter(g -> g.name().equals(name)).findFirst();
    }

    default Optional<User> userById(long uid) {
        return users().stream().filter(u -> u.uid() == uid).findFirst();
    }

    default Optional<Group> groupById(long gid) {
        return groups().stream().filter(g -> g.gid() == gid).findFirst();
    }

    /** Empty if there is no such user, or the shadow file may not be read. */
    Optional<Shadow> shadow(String name);

    /**
     * @throws io.pulldeploy.model.Failure with the system's own words; so do all that follow
     */
    void addUser(String name, Settings settings, Creation creation);

    /**
     * @param moveHome whether the home directory's content moves along when the home changes
     */
    void changeUser(String name, Settings settings, boolean moveHome);

    /** Sets password ages, in days. */
    void changeAges(String name, Shadow ages);

    void removeUser(String name, boolean removeHome, boolean force);

    void addGroup(String name, OptionalLong gid, boolean system, boolean unique);

    void changeGroup(String name, long gid, boolean unique);

    void setMembers(String group, List<String> members);

    void removeGroup(String name);
}
