package io.pulldeploy.render.yaml;

/**
 * How YAML is written; the names are PyYAML's.
 *
 * @param sortKeys whether a mapping's keys are sorted, where Python can compare them
 * @param allowUnicode whether letters beyond ASCII stand as they are
 * @param width the column after which a line is wrapped at the next space
 * @param indent columns per level, 2 to 9
 * @param explicitStart whether the document starts with {@code ---}
 * @param explicitEnd whether the document ends with {@code ...}
 * @param defaultStyle the style of every scalar: {@code ' " | >}, or NUL for the plainest that does
 * @param refuseUnknown whether a value that YAML does not know is an error, as in Salt's
 *     serializers; otherwise it is written as NULL
 */
public record DumpOptions(
        FlowStyle flowStyle,
        boolean sortKeys,
        boolean allowUnicode,
        int width,
        int indent,
        boolean explicitStart,
        boolean explicitEnd,
        char defaultStyle,
        boolean refuseUnknown) {

    /** PyYAML's {@code default_flow_style}. */
    public enum FlowStyle {
        /** False: every collection in block style. */
        BLOCK,
        /** True: everything between brackets. */
        FLOW,
        /** None: a collection of plain scalars between brackets, the rest in block style. */
        LEAVES
    }

    /** What {@code salt.utils.yaml.safe_dump} does when it is told nothing. */
    public static final DumpOptions SAFE_DUMP =
            new DumpOptions(FlowStyle.LEAVES, true, true, 80, 2, false, false, '\0', false);

    /** What {@code salt.serializers.yaml.serialize} does when it is told nothing. */
    public static final DumpOptions SERIALIZE =
            new DumpOptions(FlowStyle.LEAVES, true, false, 80, 2, false, false, '\0', true);

    public DumpOptions withFlowStyle(FlowStyle style) {
        return new DumpOptions(
                style,
                sortKeys,
                allowUnicode,
                width,
                indent,
                explicitStart,
                explicitEnd,
                defaultStyle,
                refuseUnknown);
    }

    public DumpOptions withSortKeys(boolean sort) {
        return new DumpOptions(
                flowStyle,
                sort,
                allowUnicode,
                width,
                indent,
                explicitStart,
                explicitEnd,
                defaultStyle,
                refuseUnknown);
    }

    public DumpOptions withAllowUnicode(boolean allow) {
        return new DumpOptions(
                flowStyle,
                sortKeys,
                allow,
                width,
                indent,
                explicitStart,
                explicitEnd,
                defaultStyle,
                refuseUnknown);
    }

    public DumpOptions withWidth(int columns) {
        return new DumpOptions(
                flowStyle,
                sortKeys,
                allowUnicode,
                columns,
                indent,
                explicitStart,
                explicitEnd,
                defaultStyle,
                refuseUnknown);
    }

    public DumpOptions withIndent(int columns) {
        return new DumpOptions(
                flowStyle,
                sortKeys,
                allowUnicode,
                width,
                columns,
                explicitStart,
                explicitEnd,
                defaultStyle,
                refuseUnknown);
    }

    public DumpOptions withExplicitStart(boolean explicit) {
        return new DumpOptions(
                flowStyle,
                sortKeys,
                allowUnicode,
                width,
                indent,
                explicit,
                explicitEnd,
                defaultStyle,
                refuseUnknown);
    }

    public DumpOptions withExplicitEnd(boolean explicit) {
        return new DumpOptions(
                flowStyle,
                sortKeys,
                allowUnicode,
                width,
                indent,
                explicitStart,
                explicit,
                defaultStyle,
                refuseUnknown);
    }

    public DumpOptions withDefaultStyle(char style) {
        return new DumpOptions(
                flowStyle,
                sortKeys,
                allowUnicode,
                width,
                indent,
                explicitStart,
                explicitEnd,
                style,
                refuseUnknown);
    }
}
