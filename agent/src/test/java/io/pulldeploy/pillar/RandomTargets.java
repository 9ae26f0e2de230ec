package io.pulldeploy.pillar;

import java.util.List;
import java.util.Map;
import java.util.Random;

/** Target expressions about one minion, of which most can be read. */
final class RandomTargets {
    static final String ID = "myapp-testing-useast1-1";

    static final Map<String, Object> GRAINS =
            Map.of(
                    "id", ID,
                    "os", "Debian",
                    "osmajorrelease", 12L,
                    "roles", List.of("web", "cache"),
                    "nested", Map.of("a", Map.of("b", "deep"), "l", List.of("x", "y")),
                    "ipv4", List.of("10.1.2.3", "127.0.0.1"),
                    "ipv6", List.of("::1"));

    static final Map<String, Object> NODEGROUPS =
            Map.of(
                    "web", "G@roles:web",
                    "listed", List.of("other", ID),
                    "both", "N@web and not N@none",
                    "none", "L@other,another",
                    "ring", "N@ring or G@os:Debian");

    private static final Map<String, List<String>> BY_TYPE =
            Map.of(
                    "glob", List.of("*", ID, "myapp-*", "web*", "[a-m]yapp*", "?yapp*", "m*-[!1]"),
                    "pcre", List.of(".*", "myapp-(testing|prod)-.*", "app", "^myapp", "web\\d+"),
                    "list", List.of(ID, "a," + ID, "a,b", ID + ",", "a, " + ID),
                    "grain",
                            List.of(
                                    "os:Debian",
                                    "os:Deb*",
                                    "roles:web",
                                    "roles:w*",
                                    "os:RedHat",
                                    "nested:a:b:deep",
                                    "nested:l:x",
                                    "osmajorrelease:12",
                                    "os",
                                    "no:x",
                                    "nested:*",
                                    "nested:a:*"),
                    "grain_pcre",
                            List.of("os:^D.*", "roles:(web|db)$", "os:red", "nested:l:[xz]", "os"),
                    "pillar",
                            List.of("role:front", "users:al*", "users:alice:uid:1", "no:x", "role"),
                    "pillar_exact", List.of("role:front", "role:fr*", "users:alice:uid:1"),
                    "pillar_pcre", List.of("role:^f", "users:alice:uid:\\d", "no:.*"),
                    "ipcidr", List.of("10.1.0.0/16", "10.1.2.3", "::1", "192.168.0.0/24", "10.1"),
                    "nodegroup", List.of("web", "listed", "both", "none", "ring", "unknown"));

    private static final Map<String, String> LETTERS =
            Map.of(
                    "grain", "G@",
                    "pcre", "E@",
                    "grain_pcre", "P@",
                    "pillar", "I@",
                    "pillar_exact", "I@",
                    "pillar_pcre", "J@",
                    "list", "L@",
                    "ipcidr", "S@",
                    "nodegroup", "N@",
                    "glob", "");

    private static final List<String> WRONG =
            List.of(
                    "X@a",
                    "and",
                    "or",
                    "not",
                    "(",
                    ")",
                    "( G@os:Debian",
                    "not not *",
                    "G@",
                    "@",
                    "G:@os=Debian");

    private final Random random;

    RandomTargets(Random random) {
        this.random = random;
    }

    /** One of Salt's names for a kind of target, {@code compound} most often. */
    String type() {
        return random.nextInt(3) > 0
                ? "compound"
                : pick(List.copyOf(new java.util.TreeSet<>(BY_TYPE.keySet())));
    }

    String expression(String type) {
        return type.equals("compound")
                ? compound(3)
                : pick(BY_TYPE.getOrDefault(type, List.of("*")));
    }

    private String compound(int depth) {
        StringBuilder text = new StringBuilder(term(depth));
        for (int n = random.nextInt(3); n > 0; n--) {
            text.append(
                    chance(0.03) ? " " : pick(List.of(" and ", " or ", " and not ", " or not ")));
            text.append(term(depth));
        }
        return text.toString();
    }

    private String term(int depth) {
        if (chance(0.03)) {
            return pick(WRONG);
        }
        if (chance(0.1)) {
            return "not " + term(depth);
        }
        if (depth > 0 && chance(0.3)) {
            String inner = compound(depth - 1);
            return chance(0.05) ? "(" + inner + ")" : "( " + inner + " )";
        }
        String type = pick(List.copyOf(new java.util.TreeSet<>(LETTERS.keySet())));
        String expression = expression(type);
        if (chance(0.05) && List.of("grain", "pillar").contains(type)) {
            return LETTERS.get(type).charAt(0) + "/@" + expression.replace(':', '/');
        }
        return LETTERS.get(type) + expression.replace(", ", ",");
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
