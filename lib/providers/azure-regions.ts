const names = `
Global|Worldwide|Non-Regional|East US|East US 2|East US 3|Central US|North Central US|South Central US|West Central US
West US|West US 2|West US 3|Southeast US|Southeast US 3|Southeast US 5|Northeast US 5|Southwest US|Canada Central|Canada East
Brazil South|Brazil Southeast|Brazil Northeast|Mexico Central|Chile Central|North Europe|West Europe|UK South|UK West|UK North|UK South 2
France Central|France South|Germany North|Germany West Central|Germany Central|Germany Northeast
Switzerland North|Switzerland West|Norway East|Norway West|Sweden Central|Sweden South|Poland Central|Italy North
Spain Central|Austria East|Belgium Central|Denmark East|Finland Central|Greece Central|Israel Central|Israel Northwest
Qatar Central|UAE North|UAE Central|Saudi Arabia East|South Africa North|South Africa West
East Asia|Southeast Asia|Southeast Asia 3|Malaysia West|Malaysia South|Indonesia Central|Japan East|Japan West
Korea Central|Korea South|Korea South 2|Taiwan North|Taiwan Northwest|Central India|South India|West India
Jio India West|Jio India Central|India South Central|Australia East|Australia Southeast|Australia Central|Australia Central 2
New Zealand North|Jio India|China East|China East 2|China East 3|China North|China North 2|China North 3
US Gov Virginia|US Gov Iowa|US Gov Arizona|US Gov Texas|US DoD East|US DoD Central|US Sec East|US Sec West
Americas|Europe|Asia Pacific|Middle East and Africa|Azure Government|Azure China
`;

/** Azure's region names in lower case, as its feed's categories write them. */
export const azureRegions: ReadonlySet<string> = new Set(
  names
    .split(/[|\n]/)
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== ""),
);
