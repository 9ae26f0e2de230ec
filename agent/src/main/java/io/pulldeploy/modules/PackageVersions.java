package io.pulldeploy.modules;

import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.system.Packages;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What states say about versions: {@code 1.2-3}, {@code 1.2*}, {@code >=1.2,<2}. */
public final class PackageVersions {
    private static final Pattern CONDITION = Pattern.compile("(<=>|!=|>=|<=|>>|<<|<>|>|<|=+)?(.*)");

    private final Packages packages;

    public PackageVersions(Packages packages) {
        this.packages = packages;
    }

    /** Whether one of the versions meets all conditions. */
    public boolean fulfills(List<String> versions, String conditions, boolean allowUpdates) {
        List<String> parts = List.of(conditions.split(","));
        return versions.stream()
                .anyMatch(v ->
                        parts.stream()
                                .allMatch(p ->
                                        meets(v, p.strip(), allowUpdates && parts.size() == 1)));
    }

    private boolean meets(String version, String condition, boolean allowUpdates) {
        Matcher m = CONDITION.matcher(condition);
        if (!m.matches()) {
            return false;
        }
        String operator = Optional.ofNullable(m.group(1)).orElse("==");
        String wanted = m.group(2).strip();
        if (operator.startsWith("=") && Fnmatch.matches(version, wanted)) {
            return true;
        }
        boolean ignoreEpoch =
                !operator.contains("<") && !operator.contains(">") && !wanted.contains(":");
        int order = packages.compareVersions(ignoreEpoch ? withoutEpoch(version) : version, wanted);
        return switch (operator) {
            case ">=" -> order >= 0;
            case "<=" -> order <= 0;
            case ">", ">>" -> order > 0;
            case "<", "<<" -> order < 0;
            case "!=", "<>" -> order != 0;
            default -> allowUpdates ? order >= 0 : order == 0;
        };
    }

    private static String withoutEpoch(String version) {
        return version.substring(version.indexOf(':') + 1);
    }

    /** Whether a wish compares, rather than being a version or a pattern of versions. */
    public static boolean compares(String version) {
        return version.startsWith("<") || version.startsWith(">") || version.startsWith("!=");
    }
}
