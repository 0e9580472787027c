"""An AWS API on loopback with the deployed estate of stacks prod and dr in it: moto, mended where it answers wrongly.

Prints its port and the folder of a fast `aws` when it is ready, makes the estate anew for each line it reads, and ends with its standard
input. Arguments: none.
"""
import random
import string
import sys
import urllib.request

try:
    import aws_cli
    folder = aws_cli.start(["rds", "ec2", "kms", "cloudwatch", "secretsmanager"])
except ImportError:
    # An aws of another installation than moto's: the program itself does, slower.
    folder = ""

import boto3
import moto.rds.models as rds
from moto.ec2 import ec2_backends
from moto.server import ThreadedMotoServer


# RDS: a promoted replica follows nobody; moto keeps the link.
promote = rds.RDSBackend.promote_read_replica


def promote_for_good(self, db_kwargs):
    promoted = promote(self, db_kwargs)
    promoted.source_db_instance_identifier = None
    return promoted


# RDS: a restored instance has an id of its own, is no replica of its source, and is without what it is asked to be without; moto copies all.
restore = rds.RDSBackend.restore_db_instance_to_point_in_time


def restore_as_a_new_instance(self, source_db_identifier, target_db_identifier, overrides):
    restored = restore(self, source_db_identifier, target_db_identifier, overrides)
    restored.is_replica = False
    restored.source_db_instance_identifier = None
    restored.replicas = []
    for option, value in overrides.items():
        if value is False:
            setattr(restored, option, False)
    # One id for every instance there is.
    restored.dbi_resource_id = "db-" + "".join(random.choices(string.ascii_uppercase + string.digits, k=26))
    return restored


rds.RDSBackend.promote_read_replica = promote_for_good
rds.RDSBackend.restore_db_instance_to_point_in_time = restore_as_a_new_instance

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
_, port = server.get_host_and_port()
url = f"http://127.0.0.1:{port}"
login = dict(endpoint_url=url, aws_access_key_id="test", aws_secret_access_key="test")


VPCS = {"prod": "vpc-0000000000000a000", "dr": "vpc-0000000000000b000"}
ACCOUNT = "123456789012"
CLIENTS = {(service, region): boto3.client(service, region_name=region, **login) for service in ("ec2", "kms", "rds") for region in ("us-east-1", "us-west-2")}


def deploy(stack, region, role, identifier, **more):
    """The network, key and groups of a stack, and its writer or copy in them."""
    ec2, kms, db = (CLIENTS[service, region] for service in ("ec2", "kms", "rds"))
    # The network's id stands in the configuration, and AWS chooses ids: the group is put into that network by hand.
    group = ec2.create_security_group(GroupName=f"{role}-1a2b3c4", Description="PostgreSQL")["GroupId"]
    ec2.create_tags(Resources=[group], Tags=[{"Key": "Name", "Value": f"techcorp-{stack}-{role}"}])
    ec2.authorize_security_group_ingress(GroupId=group, IpProtocol="tcp", FromPort=5432, ToPort=5432, CidrIp="10.0.0.0/8")
    ec2_backends[ACCOUNT][region].get_security_group_from_id(group).vpc_id = VPCS[stack]
    key = kms.create_key(Description="database")["KeyMetadata"]
    kms.create_alias(AliasName=f"alias/techcorp/{stack}/database", TargetKeyId=key["KeyId"])
    subnets = [s["SubnetId"] for s in ec2.describe_subnets()["Subnets"]][:3]
    db.create_db_subnet_group(DBSubnetGroupName=f"techcorp-{stack}", DBSubnetGroupDescription="private", SubnetIds=subnets)
    db.create_db_parameter_group(DBParameterGroupName=f"{role}-postgres15-1a2b3c4", DBParameterGroupFamily="postgres15", Description=role)
    create(db, identifier, KmsKeyId=key["Arn"], DBParameterGroupName=f"{role}-postgres15-1a2b3c4", VpcSecurityGroupIds=[group], DBSubnetGroupName=f"techcorp-{stack}", **more)
    return db


def create(db, identifier, **more):
    db.create_db_instance(**{**dict(
        DBInstanceIdentifier=identifier, Engine="postgres", EngineVersion="15.18", DBInstanceClass="db.r6g.2xlarge", AllocatedStorage=2048, StorageEncrypted=True,
        MasterUsername="techcorp_admin", MasterUserPassword="not-a-secret-1", PubliclyAccessible=False, EnableCloudwatchLogsExports=["postgresql", "upgrade"],
        MonitoringInterval=15, MonitoringRoleArn=f"arn:aws:iam::{ACCOUNT}:role/enhanced-monitoring-1a2b3c4", DeletionProtection=True), **more})


def follow(region, identifier, source):
    """moto's own replicas are the very object of their source, id and region included."""
    replica = rds.rds_backends[ACCOUNT][region].databases[identifier]
    replica.is_replica, replica.source_db_instance_identifier = True, source


def estate():
    prod = deploy("prod", "us-east-1", "primary", "techcorp-primary", MultiAZ=True, BackupRetentionPeriod=7)
    create(prod, "techcorp-replica-1", DBInstanceClass="db.r6g.xlarge", DBSubnetGroupName="techcorp-prod", BackupRetentionPeriod=0)
    follow("us-east-1", "techcorp-replica-1", "techcorp-primary")
    deploy("dr", "us-west-2", "dr", "techcorp-dr", BackupRetentionPeriod=0)
    follow("us-west-2", "techcorp-dr", f"arn:aws:rds:us-east-1:{ACCOUNT}:db:techcorp-primary")


estate()
print(port, folder, flush=True)
for _ in sys.stdin:
    urllib.request.urlopen(urllib.request.Request(f"{url}/moto-api/reset", method="POST")).close()
    estate()
    print("ready", flush=True)
server.stop()
