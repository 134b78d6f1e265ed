import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { OrganisationPage } from "#components/organisation/organisation-page";
import { roomOf } from "../../room-of.ts";

type Props = { params: Promise<{ incident: string; org: string }> };

const rowOf = async ({ params }: Props) => {
  const { incident, org } = await params;
  const { board } = await roomOf(incident);
  return board.organisations[org] ?? notFound();
};

export const generateMetadata = async (props: Props): Promise<Metadata> => ({ title: (await rowOf(props)).name });

const Organisation = async (props: Props) => <OrganisationPage organisation={(await rowOf(props)).id} />;

export default Organisation;
