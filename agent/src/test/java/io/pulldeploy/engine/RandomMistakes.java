package io.pulldeploy.engine;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** High data in which something has the wrong shape. */
final class RandomMistakes {
    private final Random random;

    RandomMistakes(Random random) {
        this.random = random;
    }

    /** What a file says: mostly right, but for one to three places. */
    Object file() {
        Map<String, @Nullable Object> file = new LinkedHashMap<>();
        if (chance(0.3)) {
            file.put("include", list("b"));
        }
        file.put(
                "s0",
                map(
                        "test.nop",
                        list(
                                map("require", list(map("test", "s1"))),
                                map("names", list("a", map("b", list(map("order", 3L))))))));
        file.put("s1", map("test", list("nop", map("name", "n"), map("watch", list("s2")))));
        file.put("s2", "test.nop");
        file.put(
                "s3",
                map(
                        "test.succeed_with_changes",
                        list(map("onchanges_in", list(map("test", "s0"))), map("order", "last")),
                        "pkg",
                        list("installed")));
        if (chance(0.4)) {
            file.put("extend", map("s3", map("test", list(map("comment", "extended")))));
        }
        if (chance(0.3)) {
            file.put("exclude", list(map("id", "s2"), map("sls", "z"), "y"));
        }
        Object mistaken = file;
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            mistaken = mistaken(file);
        }
        return chance(0.02) ? String.valueOf(odd()) : mistaken;
    }

    private Object mistaken(Map<String, @Nullable Object> file) {
        Object at = file;
        while (true) {
            Object below = child(at);
            if ((below instanceof Map || below instanceof List) && chance(0.75)) {
                at = below;
                continue;
            }
            break;
        }
        change(at);
        return file;
    }

    private @Nullable Object child(Object at) {
        return switch (at) {
            case Map<?, ?> map when !map.isEmpty() -> pick(new ArrayList<>(map.values()));
            case List<?> list when !list.isEmpty() -> pick(new ArrayList<>(list));
            default -> null;
        };
    }

    @SuppressWarnings("unchecked")
    private void change(Object at) {
        if (at instanceof Map<?, ?> m) {
            Map<String, @Nullable Object> map = (Map<String, @Nullable Object>) m;
            if (map.isEmpty() || chance(0.2)) {
                map.put(pick(List.of("extra", "test.fail", "require", "names", "5", "__x")), odd());
                return;
            }
            String key = pick(new ArrayList<>(map.keySet()));
            if (chance(0.2)) {
                Object value = map.remove(key);
                map.put(
                        pick(List.of(key + ".x", key + "x", "test.a.b", "" + random.nextInt(9))),
                        value);
            } else {
                map.put(key, odd());
            }
        } else if (at instanceof List<?> l) {
            List<@Nullable Object> list = (List<@Nullable Object>) l;
            if (list.isEmpty() || chance(0.3)) {
                list.add(odd());
            } else {
                list.set(random.nextInt(list.size()), odd());
            }
        }
    }

    private @Nullable Object odd() {
        return switch (random.nextInt(14)) {
            case 0 -> null;
            case 1 -> "text";
            case 2 -> "test.nop";
            case 3 -> 5L;
            case 4 -> true;
            case 5 -> new ArrayList<>();
            case 6 -> new LinkedHashMap<>();
            case 7 -> list("x");
            case 8 -> map("k", "v");
            case 9 -> map("require", "s1");
            case 10 -> map("require", list(map("test.nop", "s1")));
            case 11 -> map("a", 1L, "b", list());
            case 12 -> "two words";
            default -> list(map("test", "s1"), map("test", null));
        };
    }

    private static List<@Nullable Object> list(@Nullable Object... items) {
        List<@Nullable Object> list = new ArrayList<>();
        for (Object item : items) {
            list.add(item);
        }
        return list;
    }

    private static Map<String, @Nullable Object> map(@Nullable Object... entries) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put(String.valueOf(entries[i]), entries[i + 1]);
        }
        return map;
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private <T extends @Nullable Object> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
