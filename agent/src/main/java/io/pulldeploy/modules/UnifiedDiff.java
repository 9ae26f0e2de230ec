package io.pulldeploy.modules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The difference of two lists of lines, as Python's {@code difflib.unified_diff} writes it: the
 * same matching blocks, the same context of three lines.
 */
public final class UnifiedDiff {
    private static final int CONTEXT = 3;

    /**
     * Python's heuristic: in long texts, lines more frequent than one in a hundred anchor nothing.
     */
    private static final int LONG = 200;

    private record Block(int a, int b, int size) {}

    private enum Tag {
        EQUAL,
        REPLACE,
        DELETE,
        INSERT
    }

    private record Step(Tag tag, int a1, int a2, int b1, int b2) {}

    private record Range(int aLow, int aHigh, int bLow, int bHigh) {}

    private final List<String> a;
    private final List<String> b;
    private final Map<String, List<Integer>> positions = new HashMap<>();

    private UnifiedDiff(List<String> a, List<String> b) {
        this.a = a;
        this.b = b;
        for (int i = 0; i < b.size(); i++) {
            positions.computeIfAbsent(b.get(i), _ -> new ArrayList<>()).add(i);
        }
        if (b.size() >= LONG) {
            Set<String> popular = new HashSet<>();
            int limit = b.size() / 100 + 1;
            positions.forEach((line, at) -> {
                if (at.size() > limit) {
                    popular.add(line);
                }
            });
            positions.keySet().removeAll(popular);
        }
    }

    /** The difference of two files, or Salt's words where one of them is no text. */
    public static String ofContents(byte[] before, byte[] after) {
        boolean wasText = Texts.isText(before);
        boolean isText = Texts.isText(after);
        if (wasText && isText) {
            return ofTexts(Texts.decode(before), Texts.decode(after));
        }
        return wasText
                ? "Replace text file with binary file"
                : isText ? "Replace binary file with text file" : "Replace binary file";
    }

    /** The difference of two texts whose lines keep their ends, joined; empty if they are equal. */
    public static String ofTexts(String before, String after) {
        return String.join("", lines(Texts.linesWithEnds(before), Texts.linesWithEnds(after)));
    }

    /** The lines of the difference, the headers with their ends; empty if there is none. */
    public static List<String> lines(List<String> before, List<String> after) {
        List<String> out = new ArrayList<>();
        for (List<Step> group : new UnifiedDiff(before, after).groups()) {
            if (out.isEmpty()) {
                out.add("--- \n");
                out.add("+++ \n");
            }
            Step first = group.getFirst();
            Step last = group.getLast();
            out.add(
                    "@@ -%s +%s @@\n"
                            .formatted(range(first.a1(), last.a2()), range(first.b1(), last.b2())));
            for (Step step : group) {
                switch (step.tag()) {
                    case EQUAL -> add(out, " ", before, step.a1(), step.a2());
                    case DELETE -> add(out, "-", before, step.a1(), step.a2());
                    case INSERT -> add(out, "+", after, step.b1(), step.b2());
                    case REPLACE -> {
                        add(out, "-", before, step.a1(), step.a2());
                        add(out, "+", after, step.b1(), step.b2());
                    }
                }
            }
        }
        return out;
    }

    private static void add(List<String> out, String mark, List<String> lines, int from, int to) {
        for (String line : lines.subList(from, to)) {
            out.add(mark + line);
        }
    }

    private static String range(int start, int stop) {
        int length = stop - start;
        if (length == 1) {
            return Integer.toString(start + 1);
        }
        return (length == 0 ? start : start + 1) + "," + length;
    }

    private Block longestMatch(Range range) {
        int bestA = range.aLow();
        int bestB = range.bLow();
        int best = 0;
        Map<Integer, Integer> lengths = new HashMap<>();
        for (int i = range.aLow(); i < range.aHigh(); i++) {
            Map<Integer, Integer> next = new HashMap<>();
            for (int j : positions.getOrDefault(a.get(i), List.of())) {
                if (j < range.bLow()) {
                    continue;
                }
                if (j >= range.bHigh()) {
                    break;
                }
                int k = lengths.getOrDefault(j - 1, 0) + 1;
                next.put(j, k);
                if (k > best) {
                    bestA = i - k + 1;
                    bestB = j - k + 1;
                    best = k;
                }
            }
            lengths = next;
        }
        while (bestA > range.aLow()
                && bestB > range.bLow()
                && a.get(bestA - 1).equals(b.get(bestB - 1))) {
            bestA--;
            bestB--;
            best++;
        }
        while (bestA + best < range.aHigh()
                && bestB + best < range.bHigh()
                && a.get(bestA + best).equals(b.get(bestB + best))) {
            best++;
        }
        return new Block(bestA, bestB, best);
    }

    private List<Block> blocks() {
        List<Range> queue = new ArrayList<>();
        queue.add(new Range(0, a.size(), 0, b.size()));
        List<Block> found = new ArrayList<>();
        while (!queue.isEmpty()) {
            Range range = queue.removeLast();
            Block match = longestMatch(range);
            if (match.size() > 0) {
                found.add(match);
                if (range.aLow() < match.a() && range.bLow() < match.b()) {
                    queue.add(new Range(range.aLow(), match.a(), range.bLow(), match.b()));
                }
                int aEnd = match.a() + match.size();
                int bEnd = match.b() + match.size();
                if (aEnd < range.aHigh() && bEnd < range.bHigh()) {
                    queue.add(new Range(aEnd, range.aHigh(), bEnd, range.bHigh()));
                }
            }
        }
        found.sort(Comparator.comparingInt(Block::a).thenComparingInt(Block::b));
        List<Block> merged = new ArrayList<>();
        for (Block block : found) {
            Block last = merged.isEmpty() ? new Block(-1, -1, 0) : merged.getLast();
            if (last.a() + last.size() == block.a() && last.b() + last.size() == block.b()) {
                merged.removeLast();
                merged.add(new Block(last.a(), last.b(), last.size() + block.size()));
            } else {
                merged.add(block);
            }
        }
        merged.add(new Block(a.size(), b.size(), 0));
        return merged;
    }

    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        int i = 0;
        int j = 0;
        for (Block block : blocks()) {
            if (i < block.a() && j < block.b()) {
                steps.add(new Step(Tag.REPLACE, i, block.a(), j, block.b()));
            } else if (i < block.a()) {
                steps.add(new Step(Tag.DELETE, i, block.a(), j, block.b()));
            } else if (j < block.b()) {
                steps.add(new Step(Tag.INSERT, i, block.a(), j, block.b()));
            }
            i = block.a() + block.size();
            j = block.b() + block.size();
            if (block.size() > 0) {
                steps.add(new Step(Tag.EQUAL, block.a(), i, block.b(), j));
            }
        }
        return steps;
    }

    private List<List<Step>> groups() {
        List<Step> steps = steps();
        if (steps.stream().allMatch(s -> s.tag() == Tag.EQUAL)) {
            return List.of();
        }
        if (steps.getFirst().tag() == Tag.EQUAL) {
            Step s = steps.getFirst();
            steps.set(
                    0,
                    new Step(
                            Tag.EQUAL,
                            Math.max(s.a1(), s.a2() - CONTEXT),
                            s.a2(),
                            Math.max(s.b1(), s.b2() - CONTEXT),
                            s.b2()));
        }
        if (steps.getLast().tag() == Tag.EQUAL) {
            Step s = steps.getLast();
            steps.set(
                    steps.size() - 1,
                    new Step(
                            Tag.EQUAL,
                            s.a1(),
                            Math.min(s.a2(), s.a1() + CONTEXT),
                            s.b1(),
                            Math.min(s.b2(), s.b1() + CONTEXT)));
        }
        List<List<Step>> groups = new ArrayList<>();
        List<Step> group = new ArrayList<>();
        for (Step s : steps) {
            int a1 = s.a1();
            int b1 = s.b1();
            if (s.tag() == Tag.EQUAL && s.a2() - s.a1() > 2 * CONTEXT) {
                group.add(
                        new Step(
                                Tag.EQUAL,
                                a1,
                                Math.min(s.a2(), a1 + CONTEXT),
                                b1,
                                Math.min(s.b2(), b1 + CONTEXT)));
                groups.add(group);
                group = new ArrayList<>();
                a1 = Math.max(a1, s.a2() - CONTEXT);
                b1 = Math.max(b1, s.b2() - CONTEXT);
            }
            group.add(new Step(s.tag(), a1, s.a2(), b1, s.b2()));
        }
        if (!(group.isEmpty() || (group.size() == 1 && group.getFirst().tag() == Tag.EQUAL))) {
            groups.add(group);
        }
        return groups;
    }
}
