package io.pulldeploy.states.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.FakeAws;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class RoleStateTest {
    private static final String ROLE =
            """
            name: web
            policies:
              bootstrap:
                Version: '2012-10-17'
                Statement:
                  - Action: ['s3:Get*', 's3:Head*']
                    Effect: Allow
                    Resource: ['arn:aws:s3:::bootstrap/*']
            """;

    private final FakeAws aws = new FakeAws();
    private final AwsStateHarness harness =
            new AwsStateHarness(aws, aws::mutations, List.of(c -> new RoleState(c).functions()));

    @Test
    void createsARoleInAnInstanceProfileOfItsName() {
        var done = harness.converges("boto_iam_role.present", ROLE);

        assertThat(done.comment())
                .isEqualTo(
                        "IAM role web created. Instance profile web created. Instance profile web"
                                + " associated. bootstrap policies modified on role web.");
        assertThat(aws.roles().profile("web")).isEqualTo(Optional.of(List.of("web")));
    }

    @Test
    void policiesAreComparedAsMeaning() {
        harness.converges("boto_iam_role.present", ROLE);
        harness.isSilent(
                "boto_iam_role.present",
                """
                name: web
                policies:
                  bootstrap:
                    Statement:
                      Resource: 'arn:aws:s3:::bootstrap/*'
                      Action: ['s3:head*', 's3:get*']
                      Effect: Allow
                    Version: '2012-10-17'
                """);
    }

    @Test
    void anEditedPolicyChangesThatPolicyAlone() {
        harness.converges("boto_iam_role.present", ROLE);
        int before = aws.mutations().size();

        harness.converges("boto_iam_role.present", ROLE.replace("s3:Head*", "s3:List*"));

        assertThat(aws.mutations().subList(before, aws.mutations().size()))
                .containsExactly("iam:PutRolePolicy web bootstrap");
    }

    @Test
    void policiesThatNobodyAskedForGo() {
        harness.converges("boto_iam_role.present", ROLE);
        aws.roles().put("web", "drift", Map.of("Version", "2012-10-17", "Statement", List.of()));

        harness.isSilent("boto_iam_role.present", ROLE + "delete_policies: false\n");
        harness.converges("boto_iam_role.present", ROLE);

        assertThat(aws.roles().policies("web")).containsExactly("bootstrap");
    }

    @Test
    void managedPoliciesAreAttachedByNameOrArn() {
        harness.converges(
                "boto_iam_role.present",
                ROLE
                        + "managed_policies: [AmazonS3ReadOnlyAccess, 'arn:aws:iam::aws:policy/Two']\n");
        harness.converges("boto_iam_role.present", ROLE);
        assertThat(aws.roles().attached("web")).isEmpty();
        assertThat(harness.refuses("boto_iam_role.present", ROLE + "managed_policies: [Nothing]\n"))
                .contains("Managed policy Nothing does not exist.");
    }

    @Test
    void policiesComeFromThePillarToo() {
        harness.minion()
                .pillar()
                .put(
                        "shared",
                        Map.of("logs", Map.of("Version", "2012-10-17", "Statement", List.of())));
        harness.converges("boto_iam_role.present", ROLE + "policies_from_pillars: [shared]\n");

        assertThat(aws.roles().policies("web")).containsExactly("logs", "bootstrap");
        assertThat(harness.refuses("boto_iam_role.present", ROLE + "policies_from_pillars: [x]\n"))
                .contains("The pillar has no mapping 'x'.");
    }

    @Test
    void theTrustIsReplacedWhenItMeansSomethingElse() {
        harness.converges("boto_iam_role.present", ROLE);
        harness.converges(
                "boto_iam_role.present",
                ROLE
                        + "policy_document: {Version: '2012-10-17', Statement: [{Effect: Allow,"
                        + " Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole'}]}\n");
    }

    @Test
    void aRoleIsTakenDownInOrder() {
        harness.converges(
                "boto_iam_role.present", ROLE + "managed_policies: [AmazonS3ReadOnlyAccess]\n");
        int before = aws.mutations().size();

        harness.converges("boto_iam_role.absent", "{name: web}");

        assertThat(aws.mutations().subList(before, aws.mutations().size()))
                .containsExactly(
                        "iam:DeleteRolePolicy web bootstrap",
                        "iam:DetachRolePolicy web",
                        "iam:RemoveRoleFromInstanceProfile web",
                        "iam:DeleteInstanceProfile web",
                        "iam:DeleteRole web");
    }

    @Test
    void anotherPathIsRefused() {
        harness.converges("boto_iam_role.present", "{name: web, path: /app/}");
        harness.isSilent("boto_iam_role.present", "{name: web}");
        assertThat(harness.refuses("boto_iam_role.present", "{name: web, path: /}"))
                .contains("Role web exists, and after creation AWS cannot change path (is /app/,");
    }
}
