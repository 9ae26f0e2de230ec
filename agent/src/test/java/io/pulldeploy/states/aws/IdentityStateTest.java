package io.pulldeploy.states.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.FakeAws;
import io.pulldeploy.aws.Identities.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class IdentityStateTest {
    private static final String DOCUMENT =
            "{Version: '2012-10-17', Statement: [{Effect: Allow, Action: ['s3:Get*'], Resource:"
                    + " '*'}]}";

    private final FakeAws aws = new FakeAws();
    private final AwsStateHarness harness = AwsStateHarness.ofAll(aws, aws::mutations);

    private List<String> mutationsOf(String state, String yaml) {
        int before = aws.mutations().size();
        harness.converges(state, yaml);
        return aws.mutations().subList(before, aws.mutations().size());
    }

    @Test
    void aUserIsMadeChangedAndRemoved() {
        String user =
                "{name: ann, path: /people/, password: Correct-Horse-9, policies: {own: %s},"
                        + " managed_policies: [AmazonS3ReadOnlyAccess]}";
        assertThat(mutationsOf("boto_iam.user_present", user.formatted(DOCUMENT)))
                .containsExactly(
                        "iam:CreateUser ann",
                        "iam:CreateLoginProfile ann",
                        "iam:PutUserPolicy ann own",
                        "iam:AttachUserPolicy ann");
        assertThat(harness.test("boto_iam.user_present", user.formatted(DOCUMENT)).comment())
                .isEqualTo("User ann is present. Login profile for user ann exists.");
        assertThat(
                        mutationsOf(
                                "boto_iam.user_present",
                                user.formatted(DOCUMENT).replace("s3:Get*", "s3:List*")))
                .containsExactly("iam:PutUserPolicy ann own");
        assertThat(
                        mutationsOf(
                                "boto3_iam.user_present",
                                "{name: ann, path: /staff/, policies: {}}"))
                .containsExactly(
                        "iam:UpdateUser ann",
                        "iam:DeleteUserPolicy ann own",
                        "iam:DetachUserPolicy ann");
        harness.converges("boto_iam.user_present", user.formatted(DOCUMENT));
        aws.identities().createAccessKey("ann");
        aws.identities().join("team", "ann");
        assertThat(mutationsOf("boto_iam.user_absent", "{name: ann}"))
                .containsExactly(
                        "iam:DeleteAccessKey ann AKIA1",
                        "iam:DeleteLoginProfile ann",
                        "iam:RemoveUserFromGroup team ann",
                        "iam:DetachUserPolicy ann",
                        "iam:DeleteUserPolicy ann own",
                        "iam:DeleteUser ann");
    }

    @Test
    void aPasswordIsNeverShown() {
        var planned =
                harness.test("boto_iam.user_present", "{name: ann, password: Correct-Horse-9}");
        assertThat(planned.changes() + planned.comment()).doesNotContain("Horse");
    }

    @Test
    void aGroupHasItsUsersAndPolicies() {
        aws.identities().create(Kind.USER, "ann", Optional.empty());
        aws.identities().create(Kind.USER, "bob", Optional.empty());
        String group = "{name: team, users: %s, policies: {own: " + DOCUMENT + "}}";
        harness.converges("boto_iam.group_present", group.formatted("[ann]"));
        assertThat(mutationsOf("boto_iam.group_present", group.formatted("[bob]")))
                .containsExactly("iam:AddUserToGroup team bob", "iam:RemoveUserFromGroup team ann");
        harness.isSilent("boto_iam.group_present", "{name: team, delete_policies: false}");
        assertThat(harness.refuses("boto_iam.group_present", group.formatted("[eve]")))
                .isEqualTo("IAM user eve does not exist.");
        assertThat(mutationsOf("boto_iam.group_absent", "{name: team}"))
                .containsExactly(
                        "iam:DeleteGroupPolicy team own",
                        "iam:RemoveUserFromGroup team bob",
                        "iam:DeleteGroup team");
    }

    /** A group may name a user that the state before makes. */
    @Test
    void aPlanKnowsTheUsersOfThisRun() {
        harness.test("boto_iam.user_present", "{name: ann}");
        assertThat(harness.test("boto_iam.group_present", "{name: t, users: [ann]}").changes())
                .isNotEmpty();
    }

    @Test
    void newKeysAreWrittenForTheirOwnerAlone(@TempDir Path directory) throws IOException {
        aws.identities().create(Kind.USER, "ann", Optional.empty());
        String keys = "{name: ann, number: %d, save_dir: '" + directory + "'}";
        var done = harness.converges("boto_iam.keys_present", keys.formatted(2));
        assertThat(done.changes().toString()).contains("AKIA2").doesNotContain("secret");
        Path file = directory.resolve("ann");
        assertThat(Files.readString(file))
                .isEqualTo("key_id-0\nAKIA1\nkey-0\nsecret-1\nkey_id-1\nAKIA2\nkey-1\nsecret-2\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        harness.converges(
                "boto_iam.keys_present",
                keys.formatted(3).replace("}", ", save_format: \"{0}={1}\\n\"}"));
        assertThat(Files.readString(file)).endsWith("secret-2\nAKIA3=secret-3\n");
        harness.converges("boto_iam.keys_absent", "{access_keys: [AKIA1, AKIA2], user_name: ann}");
        assertThat(harness.refuses("boto_iam.keys_present", "{name: eve, number: 1, save_dir: /}"))
                .isEqualTo("IAM User eve does not exist.");
        assertThat(
                        harness.refuses(
                                "boto_iam.keys_present",
                                "{name: ann, number: 9, save_dir: /nowhere}"))
                .isEqualTo("The directory /nowhere does not exist.");
    }

    /** IAM forgets what it is not told. */
    @Test
    void thePasswordPolicyKeepsWhatIsNotSaid() {
        harness.converges(
                "boto_iam.account_policy",
                "{name: p, minimum_password_length: 12, require_numbers: true}");
        harness.converges("boto_iam.account_policy", "{name: p, max_password_age: 90}");
        assertThat(aws.identities().passwordPolicy())
                .isEqualTo(
                        Map.of(
                                "MinimumPasswordLength",
                                12L,
                                "RequireNumbers",
                                true,
                                "MaxPasswordAge",
                                90L));
    }

    @Test
    void aManagedPolicyHasANewVersion() {
        String policy = "{name: p, path: /app/, description: d, policy_document: %s}";
        harness.converges("boto_iam.policy_present", policy.formatted(DOCUMENT));
        harness.isSilent(
                "boto_iam.policy_present",
                "{name: p, policy_document: '{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\":"
                        + " \"Allow\", \"Action\": \"s3:Get*\", \"Resource\": [\"*\"]}}'}");
        assertThat(
                        mutationsOf(
                                "boto_iam.policy_present",
                                policy.formatted(DOCUMENT.replace("Get", "List"))))
                .containsExactly("iam:CreatePolicyVersion p", "iam:DeletePolicyVersion p v1");
        assertThat(
                        harness.refuses(
                                "boto_iam.policy_present",
                                policy.formatted(DOCUMENT).replace("/app/", "/")))
                .contains("cannot change path (is /app/, not /)");
        harness.converges("boto_iam.policy_absent", "{name: p}");
    }

    /** IAM keeps five versions, and the oldest makes room. */
    @Test
    void aPolicyThatHasAllItsVersionsLosesTheOldest() {
        String policy = "{name: p, policy_document: " + DOCUMENT + "}";
        harness.converges("boto_iam.policy_present", policy);
        String arn = aws.iamDocuments().policy("p").orElseThrow().arn();
        for (int i = 0; i < 4; i++) {
            aws.iamDocuments().addVersion(arn, Map.of("Statement", List.of(i)));
        }
        assertThat(mutationsOf("boto_iam.policy_present", policy))
                .containsExactly(
                        "iam:DeletePolicyVersion p v1",
                        "iam:CreatePolicyVersion p",
                        "iam:DeletePolicyVersion p v5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {name: p, policy_document: nonsense} | 'policy_document' is no JSON
                    {name: p, policy_document: {Version: 1}} | 'policy_document' has no Statement.
                    """)
    void aPolicyThatIsNoneIsRefused(String yaml, String said) {
        assertThat(harness.refuses("boto_iam.policy_present", yaml)).startsWith(said);
    }

    @Test
    void aCertificateIsUploadedOnce() {
        String certificate = "{name: c, public_key: one, private_key: SECRET, path: /web/}";
        assertThat(harness.converges("boto_iam.server_cert_present", certificate).changes() + "")
                .doesNotContain("SECRET");
        assertThat(
                        harness.refuses(
                                "boto_iam.server_cert_present", certificate.replace("one", "two")))
                .contains("give the new one another name");
        harness.converges("boto_iam.server_cert_absent", "{name: c}");
    }

    @Test
    void aSamlProviderFollowsItsMetadata() {
        String provider = "{name: p, saml_metadata_document: '<one/>'}";
        harness.converges("boto_iam.saml_provider_present", provider);
        assertThat(mutationsOf("boto_iam.saml_provider_present", provider.replace("one", "two")))
                .containsExactly("iam:UpdateSAMLProvider p");
        harness.converges("boto_iam.saml_provider_absent", "{name: p}");
    }
}
