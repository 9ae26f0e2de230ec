import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.util.List;

/**
 * Links a class's pattern switches when the JAR is built. javac leaves them to {@link
 * java.lang.runtime.SwitchBootstraps#typeSwitch}, which makes a class for each switch at its first
 * use, in every process: an AOT cache of Java 25 cannot keep those, and a short run passes fifty.
 */
final class PatternSwitches {
    private PatternSwitches() {}

    /** Gives a class a method of its own for each switch over types; others stay as they are. */
    static ClassTransform linked(ClassModel model) {
        return DynamicCalls.linked(
                model,
                "typeSwitch$",
                PatternSwitches::isOverTypes,
                (code, call) -> body(code, call.bootstrapArgs()));
    }

    private static boolean isOverTypes(InvokeDynamicInstruction call) {
        return DynamicCalls.isBy(call, "SwitchBootstraps")
                && call.bootstrapMethod().methodName().equals("typeSwitch")
                && call.bootstrapArgs().stream().allMatch(ClassDesc.class::isInstance);
    }

    /**
     * What typeSwitch does: -1 for null, else the first label at or after the second parameter that
     * the first is an instance of, else the number of labels.
     */
    private static void body(CodeBuilder code, List<ConstantDesc> labels) {
        code.aload(0).ifThen(Opcode.IFNULL, isNull -> isNull.iconst_m1().ireturn());
        for (int i = 0; i < labels.size(); i++) {
            Label next = code.newLabel();
            code.iload(1).loadConstant(i).if_icmpgt(next);
            code.aload(0).instanceOf((ClassDesc) labels.get(i)).ifeq(next);
            code.loadConstant(i).ireturn().labelBinding(next);
        }
        code.loadConstant(labels.size()).ireturn();
    }
}
