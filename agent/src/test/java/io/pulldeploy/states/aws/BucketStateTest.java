package io.pulldeploy.states.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.FakeAws;

import org.junit.jupiter.api.Test;

import java.util.List;

class BucketStateTest {
    private static final String BUCKET =
            """
            name: bootstrap
            Versioning: {Status: Enabled}
            Tagging: {team: web}
            LifecycleConfiguration:
              - {ID: old, Status: Enabled, Prefix: '', Expiration: {Days: 30}}
            Policy:
              Version: '2012-10-17'
              Statement: [{Effect: Allow, Principal: '*', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::bootstrap/*'}]
            """;

    private final FakeAws aws = new FakeAws();
    private final AwsStateHarness harness =
            new AwsStateHarness(aws, aws::mutations, List.of(c -> new BucketState(c).functions()));

    @Test
    void eachSettingIsItsOwnCall() {
        assertThat(harness.converges("boto_s3_bucket.present", BUCKET).comment())
                .startsWith("S3 bucket bootstrap created.");
        harness.isSilent(
                "boto_s3_bucket.present",
                BUCKET.replace("Principal: '*'", "Principal: {AWS: ['*']}"));
        int before = aws.mutations().size();
        harness.converges("boto3_s3_bucket.present", BUCKET.replace("Days: 30", "Days: 31"));
        assertThat(aws.mutations().subList(before, aws.mutations().size()))
                .containsExactly("s3:PutBucketLIFECYCLE bootstrap");
    }

    @Test
    void anEmptySettingIsRemovedAndTheBucketToo() {
        harness.converges("boto_s3_bucket.present", BUCKET);
        harness.converges("boto_s3_bucket.present", "{name: bootstrap, Tagging: {}}");
        harness.converges("boto_s3_bucket.absent", "{name: x, Bucket: bootstrap, Force: true}");
    }

    @Test
    void theListOfWhoMayIsComparedByItsGrants() {
        harness.converges("boto_s3_bucket.present", "{name: b, ACL: private}");
        harness.converges("boto_s3_bucket.present", "{name: b, ACL: {ACL: public-read}}");
        harness.isSilent(
                "boto_s3_bucket.present",
                "{name: b, ACL: {GrantRead: 'uri=\"http://acs.amazonaws.com/groups/global/AllUsers\"',"
                        + " GrantFullControl: 'id=\"us\"'}}");
        harness.converges(
                "boto_s3_bucket.present",
                "{name: b, ACL: {AccessControlPolicy: {Grants: [{Grantee: {ID: them}, Permission:"
                        + " READ}]}}}");
        harness.converges("boto_s3_bucket.present", "{name: b, ACL: private}");
        assertThat(harness.refuses("boto_s3_bucket.present", "{name: b, ACL: public}"))
                .startsWith("'ACL' is one of authenticated-read,");
        assertThat(harness.refuses("boto_s3_bucket.present", "{name: b, ACL: {Grants: []}}"))
                .startsWith("'ACL' has no 'Grants':");
    }

    @Test
    void aPolicyIsChangedAndRemovedAfterCreation() {
        harness.converges("boto_s3_bucket.present", BUCKET);
        harness.converges(
                "boto_s3_bucket.present", BUCKET.replace("s3:GetObject", "s3:GetObjectVersion"));
        harness.converges("boto_s3_bucket.present", "{name: bootstrap, Policy: {}}");
    }

    @Test
    void aBucketStaysWhereItIs() {
        String bucket = "{name: b, LocationConstraint: %s}";
        harness.converges("boto_s3_bucket.present", bucket.formatted("eu-west-1"));
        harness.isSilent("boto_s3_bucket.present", "{name: b}");
        assertThat(harness.refuses("boto_s3_bucket.present", bucket.formatted("eu-west-2")))
                .contains("cannot change LocationConstraint (is eu-west-1, not eu-west-2)");
    }
}
