package io.pulldeploy.modules;

import io.pulldeploy.system.Accounts;
import io.pulldeploy.system.Accounts.Group;
import io.pulldeploy.system.Accounts.User;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Users and groups in the shapes of {@code user.info} and {@code group.info}. */
public final class AccountInfo {
    private AccountInfo() {}

    /** The names of a user's groups, the primary one among them, sorted. */
    public static List<String> groups(Accounts accounts, User user) {
        TreeSet<String> names = new TreeSet<>();
        for (Group group : accounts.groups()) {
            if (group.gid() == user.gid() || group.members().contains(user.name())) {
                names.add(group.name());
            }
        }
        return new ArrayList<>(names);
    }

    public static Map<String, @Nullable Object> of(Accounts accounts, User user) {
        Map<String, @Nullable Object> info = new LinkedHashMap<>();
        info.put("gid", user.gid());
        info.put("groups", groups(accounts, user));
        info.put("home", user.home());
        info.put("name", user.name());
        info.put("passwd", "x");
        info.put("shell", user.shell());
        info.put("uid", user.uid());
        int part = 0;
        for (String name : List.of("fullname", "roomnumber", "workphone", "homephone", "other")) {
            info.put(name, user.commentPart(part++));
        }
        return info;
    }

    public static Map<String, @Nullable Object> of(Group group) {
        Map<String, @Nullable Object> info = new LinkedHashMap<>();
        info.put("name", group.name());
        info.put("passwd", "x");
        info.put("gid", group.gid());
        info.put("members", group.members());
        return info;
    }
}
