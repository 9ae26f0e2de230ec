import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * Links a class's pattern switches when the JAR is built. javac leaves them to {@link
 * java.lang.runtime.SwitchBootstraps#typeSwitch}, which makes a class for each switch at its first
 * use, in every process: an AOT cache of Java 25 cannot keep those, and a short run passes fifty.
 */
final class PatternSwitches {
    private record Switch(MethodTypeDesc type, List<ConstantDesc> labels) {}

    private final ClassModel model;
    private final List<Switch> switches = new ArrayList<>();

    private PatternSwitches(ClassModel model) {
        this.model = model;
    }

    /** Gives a class a method of its own for each switch over types; others stay as they are. */
    static ClassTransform linked(ClassModel model) {
        return new PatternSwitches(model).linked();
    }

    private ClassTransform linked() {
        boolean inInterface = (model.flags().flagsMask() & ClassFile.ACC_INTERFACE) != 0;
        ClassDesc owner = model.thisClass().asSymbol();
        ClassTransform calls =
                ClassTransform.transformingMethodBodies((code, element) -> {
                    if (element instanceof InvokeDynamicInstruction call && isOverTypes(call)) {
                        code.invokestatic(
                                owner, name(switches.size()), call.typeSymbol(), inInterface);
                        switches.add(new Switch(call.typeSymbol(), call.bootstrapArgs()));
                    } else {
                        code.with(element);
                    }
                });
        ClassTransform methods =
                ClassTransform.endHandler(builder -> {
                    for (int i = 0; i < switches.size(); i++) {
                        Switch linked = switches.get(i);
                        builder.withMethodBody(
                                name(i),
                                linked.type(),
                                ClassFile.ACC_PRIVATE
                                        | ClassFile.ACC_STATIC
                                        | ClassFile.ACC_SYNTHETIC,
                                code -> body(code, linked.labels()));
                    }
                });
        return calls.andThen(methods);
    }

    private static String name(int number) {
        return "typeSwitch$" + number;
    }

    private static boolean isOverTypes(InvokeDynamicInstruction call) {
        return call.bootstrapMethod()
                        .owner()
                        .descriptorString()
                        .equals("Ljava/lang/runtime/SwitchBootstraps;")
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
