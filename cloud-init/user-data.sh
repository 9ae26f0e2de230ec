#!/bin/bash
# User data: replace BUCKET, MUNGED, VERSION, and the service and its environment.
# The instance joins its load balancer only after everything else has succeeded.
set -e
cd /tmp
wget -q https://BUCKET.s3.amazonaws.com/bootstrap/MUNGED/pulldeploy-VERSION-$(uname -m).tar.gz
tar -xzPf pulldeploy-VERSION-$(uname -m).tar.gz
mkdir -p /srv/pulldeploy/etc/minion.d
echo 'pulldeploy: {bucket: BUCKET}' > /srv/pulldeploy/etc/minion.d/bucket.conf
systemctl enable --now pulldeploy-refresh.timer
time pulldeploy deploy myapp testing -v && salt-call state.sls elb.register
