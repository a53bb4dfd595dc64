import { AmazonEcrOptions } from './container-registry-options';
import { RegistryTraits } from './registry-traits';
import { UserError } from '../messages/user-error';

const WHERE = 'ContainerRegistry.amazonEcr';

/** Amazon's, with its account where the role's is not meant. */
export function amazonRegistry(options: AmazonEcrOptions): RegistryTraits {
  const [, partition, accountOfRole] = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/[\w+=,.@/-]+$/.exec(options.role) ?? [];
  if (!partition) {
    throw new UserError(
      `${WHERE}: role ${JSON.stringify(options.role)} is not the ARN of a role. Write it as IAM shows it, e.g. "arn:aws:iam::123456789012:role/publish".`,
    );
  }
  if (!/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(options.region)) {
    throw new UserError(`${WHERE}: ${JSON.stringify(options.region)} is not a region. Name one, e.g. "eu-west-1".`);
  }
  const { account = accountOfRole, region, role } = options;
  if (!/^\d{12}$/.test(account)) {
    throw new UserError(
      `${WHERE}: account ${JSON.stringify(account)} is not the number of an account, which has 12 digits.`,
    );
  }
  // https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
  const domain = { 'aws-cn': 'amazonaws.com.cn', 'aws-eusc': 'amazonaws.eu' }[partition] ?? 'amazonaws.com';
  return {
    host: `${account}.dkr.ecr.${region}.${domain}`,
    login: { kind: 'amazon', account, region, role },
    // the pattern of `repositoryName`, https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
    fault: (path) =>
      /__|--/.test(path) ? 'in a name of ECR, only one ".", "_" or "-" stands between two words' : undefined,
  };
}
